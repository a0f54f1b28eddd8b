import { hex, showHex } from '@baylink/kernel';
import { GATES_AT } from '../gates/gates.table.js';
import { refusedBy } from './drafting.js';
import { dtcStep } from './dtc-step.js';
import { openReader } from './memory-reader.js';
import { type SendStep, sequence } from './sequence.js';
import type { JobIn, JobState } from './state.js';
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

/**
 * Then every value that the plan writes, or names for its snapshot. A DID that cannot be read stops the job. What coding
 * finds has to be what its plan expects; what programming finds stands nowhere, so it is read twice.
 */
export const savingCoding = sequence(
  'saving-coding',
  ({ brief: { plan } }) =>
    plan.kind === 'coding'
      ? plan.writes.map(({ did, before }) => expectedValue(did, before))
      : [...plan.snapshot.map(firstReading), ...plan.snapshot.map(secondReading)],
  (job, context) => readMemory(job, context),
);

type Saving = JobIn<'saving-coding'>;

const reading = (did: number, heard: (job: Saving, value: string) => JobState | string): SendStep<'saving-coding'> => ({
  name: `snapshot of ${showHex(did, 4)}`,
  request: (job) => ({ bytes: wordsOf(job).readValue(did), moment: 'observe', repeats: 3 }),
  heard: (job, bytes) => heard(job, hex(wordsOf(job).value(bytes))),
});

const expectedValue = (did: number, before: string) =>
  reading(did, (job, value) =>
    value === before
      ? keep(job, did, value)
      : `DID ${showHex(did, 4)} holds ${value}, and the plan expects ${before}: a new plan is needed.`,
  );

const firstReading = (did: number) => reading(did, (job, value) => keep(job, did, value));

const secondReading = (did: number) =>
  reading(did, (job, value) => {
    const first = job.saved.snapshot.find((entry) => entry.did === did)?.value;
    return value === first
      ? job
      : `DID ${showHex(did, 4)} was read as ${first} and then as ${value}: look for a loose contact, and leave values that change by themselves out of the snapshot.`;
  });

const keep = (job: Saving, did: number, value: string): JobState => ({
  ...job,
  saved: { ...job.saved, snapshot: [...job.saved.snapshot, { did, value }] },
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
