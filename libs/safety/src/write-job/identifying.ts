import { hex, showHex } from '@baylink/kernel';
import { GATES_AT } from '../gates/gates.table.js';
import { refusedBy } from './drafting.js';
import { dtcStep } from './dtc-step.js';
import { openReader } from './memory-reader.js';
import { type SendStep, sequence } from './sequence.js';
import type { JobState } from './state.js';
import { storeBackup } from './storing-backup.js';
import { conditionSteps, identificationSteps, learn } from './survey.js';
import { type Context, go, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

/** STAGED, first: which unit is it, and may it be read at all? */
export const identifying = sequence(
  'identifying',
  ({ brief }) => [
    ...identificationSteps<'identifying'>(brief),
    ...conditionSteps<'identifying'>(brief.profile),
    dtcStep<'identifying'>((job, dtcs) => ({ ...job, saved: { ...job.saved, dtcs } })),
  ],
  (job, context) => {
    const learnt = learn(job, context);
    const { identity } = learnt.evidence;
    const saved: JobState = identity.known
      ? { ...learnt, saved: { ...learnt.saved, identity: identity.value } }
      : learnt;
    return refusedBy(saved, GATES_AT['memory-read'], context) ?? still(go(saved, { task: 'saving-coding', at: 0 }));
  },
);

/** Then every value that the plan writes, or names for its snapshot. A DID that cannot be read stops the job. */
export const savingCoding = sequence(
  'saving-coding',
  ({ brief }) => savedDids(brief.plan).map((did) => snapshotStep(did)),
  (job, context) => readMemory(job, context),
);

type Plan = JobState['brief']['plan'];
const savedDids = (plan: Plan): readonly number[] =>
  plan.kind === 'coding' ? plan.writes.map(({ did }) => did) : plan.snapshot;

const snapshotStep = (did: number): SendStep<'saving-coding'> => ({
  name: `snapshot of ${showHex(did, 4)}`,
  request: (job) => ({ bytes: wordsOf(job).readValue(did), moment: 'observe', repeats: 3 }),
  heard: (job, bytes) => {
    const value = hex(wordsOf(job).value(bytes));
    const { plan } = job.brief;
    const write = plan.kind === 'coding' ? plan.writes.find((entry) => entry.did === did) : undefined;
    if (write !== undefined && value !== write.before)
      return `DID ${showHex(did, 4)} holds ${value}, and the plan expects ${write.before}: a new plan is needed.`;
    return { ...job, saved: { ...job.saved, snapshot: [...job.saved.snapshot, { did, value }] } };
  },
});

/**
 * Programming copies the memory that it will erase. A unit that nobody has seen be read is asked for one byte: its own
 * refusal is evidence, what a profile says of it is not.
 */
function readMemory(job: JobState, context: Context): Turn {
  const programming = unitOf(job)?.programming;
  const image = job.brief.image;
  if (job.brief.plan.kind === 'coding' || image === null || programming === null || programming === undefined)
    return storeBackup(job, [], context);
  const [first] = image.segments;
  const probed = programming.backup.method === 'none' && first !== undefined;
  const ranges = probed ? [{ address: first.address, size: 1 }] : image.segments;
  const reader = openReader(
    'save',
    ranges.map(({ address, size }) => ({ address, size, pages: [] })),
  );
  return still(go(job, { task: 'reading-memory', reader }, 'The memory of the unit is read for the backup.'));
}
