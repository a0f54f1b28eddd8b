import { unannounced } from '../oracle/intents.js';
import { readJournals } from '../oracle/journal.js';
import { difference } from '../oracle/memory.js';
import { requestsOf } from '../oracle/requests.js';
import { readTap } from '../oracle/tap.js';
import { isErase, isWriteClass, transferred, writtenDid } from '../oracle/write-class.js';
import type { ChapterKind } from './chapter.js';
import type { Stage } from './stage.js';

export interface Findings {
  readonly memory: string;
  readonly wire: string;
}

/** What the oracle finds after a chapter: the memory byte for byte, and every request on the wire since `mark`. Rejects when it is not as it must be. */
export async function inspect(stage: Stage, kind: ChapterKind, mark: number): Promise<Findings> {
  const differs = difference(await stage.dump(), stage.memory);
  if (differs !== undefined) throw new Error(`the engine's memory is not what it must be: ${differs}`);
  const requests = requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms);
  const writing = requests.filter(isWriteClass);
  const [first] = writing;
  if (kind === 'refusal' && first !== undefined)
    throw new Error(`a request of write class was on the wire: ${first.bytes.subarray(0, 8).toString('hex')}`);
  const bare = unannounced(requests, readJournals(stage.house.journals));
  if (bare !== undefined)
    throw new Error(
      `${bare.bytes.subarray(0, 4).toString('hex')} was on the wire before its intent was in the journal`,
    );
  const erases = requests.filter(isErase).length;
  const values = requests.filter((request) => writtenDid(request) !== undefined).length;
  const wrote = [
    erases > 0 ? `${erases} erases` : '',
    erases > 0 ? `${transferred(requests)} bytes` : '',
    values > 0 ? `${values} values` : '',
  ].filter((text) => text !== '');
  const told = wrote.length === 0 ? 'none writes' : `${wrote.join(', ')}, each intent journalled first`;
  return { memory: 'byte for byte', wire: `${requests.length} requests, ${told}` };
}
