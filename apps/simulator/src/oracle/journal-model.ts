import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { JournalModel, readArrows } from '@baylink/safety/journal-model';
import type { Line } from './journal.js';

/** The committed automata, generated from the machine: the same place from sources and from what is built. */
const read = (name: string): JournalModel =>
  new JournalModel(
    readArrows(readFileSync(fileURLToPath(new URL(`../../../../model/${name}.journal.tsv`, import.meta.url)), 'utf8')),
  );

const MODELS = new Map<unknown, JournalModel>([
  ['coding', read('coding')],
  ['programming', read('programming')],
]);

/**
 * A sentence for each journal that no job of the model writes. A file without a record says nothing; one without a plan is of a
 * job that has refused it, of whatever kind.
 */
export const misfits = (journals: readonly (readonly Line[])[]): readonly string[] =>
  journals.flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const kind = kindOf(first);
    const model = MODELS.get(kind);
    if (kind !== undefined && model === undefined) return [`the model knows no job of kind ${String(kind)}`];
    const letters = lines.map(({ record }) => ({ ...record, type: String(record.type) }));
    const at = (model === undefined ? [...MODELS.values()] : [model])
      .map((one) => one.firstMisfit(letters))
      .find((misfit) => misfit !== undefined);
    return at === undefined ? [] : [`record ${at} (${lines[at]?.type}) is at no such place of the model`];
  });

function kindOf({ record: { plan } }: Line): unknown {
  return typeof plan === 'object' && plan !== null && 'kind' in plan ? plan.kind : undefined;
}
