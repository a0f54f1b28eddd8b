import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** Words for people: a text with a blank in it. Whether a sentence is well put is for readers, not for a mutant. */
const isSentence = ({ node }) =>
  (node.type === 'StringLiteral' && node.value.includes(' ')) ||
  (node.type === 'TemplateLiteral' && node.quasis.some(({ value }) => value.raw.includes(' ')));

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'wording', {
    shouldIgnore: (path) => (isSentence(path) ? 'the wording of a sentence' : undefined),
  }),
];
