import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** `unreachable(value)` takes a `never`: that nothing gets there is shown by the compiler, for each build anew. */
const isUnreachable = ({ node }) =>
  node.type === 'SwitchCase' &&
  node.test === null &&
  node.consequent.length === 1 &&
  node.consequent[0].type === 'ReturnStatement' &&
  node.consequent[0].argument?.type === 'CallExpression' &&
  node.consequent[0].argument.callee.name === 'unreachable';

export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'unreachable', {
    shouldIgnore: (path) => (isUnreachable(path) ? 'a value that the compiler has ruled out' : undefined),
  }),
];
