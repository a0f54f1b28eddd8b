import { segmentCheck, wholeCheck } from './check-requests.js';
import { beginErasing } from './erasing.js';
import { failedCheck } from './failed-check.js';
import { imageOf } from './image-of.js';
import type { CheckResult } from './phase.js';
import { beginReset } from './resetting.js';
import { type SendStep, sequence } from './sequence.js';
import type { JobState } from './state.js';
import { go, still, type Turn, unitOf } from './turn.js';
import { wordsOf } from './words/words.table.js';

const REPEATS = 3;
const UNCHECKED: CheckResult = { passed: false, detail: 'the unit has not answered' };

export const beginChecking = (job: JobState, segment: number): Turn =>
  still(go(job, { task: 'checking', at: 0, segment, result: UNCHECKED }, `The unit checks segment ${segment + 1}.`));

export const beginWholeCheck = (job: JobState): Turn =>
  still(
    go(job, { task: 'checking-whole', at: 0, result: UNCHECKED }, 'The unit checks whether its software can start.'),
  );

/** EXITED: the unit compares what it holds with the CRC-32 of what was staged. */
export const checking = sequence(
  'checking',
  () => [
    checkStep('checking', (job) => ('segment' in job.phase ? segmentCheck(job, job.phase.segment) : undefined)),
    { name: 'record VERIFY', sync: 'fsync', record: ({ phase }, at) => verify(at, phase.segment, phase.result) },
  ],
  (job, context) => {
    const { segment, result } = job.phase;
    if (!result.passed)
      return failedCheck(job, `The check of segment ${segment + 1} failed: ${result.detail}.`, context);
    return beginErasing({ ...job, verified: [...job.verified, segment] });
  },
);

/** EXITED, after the last segment: dependencies, where the unit has a routine for them. */
export const checkingWhole = sequence(
  'checking-whole',
  (job) =>
    unitOf(job)?.programming?.dependencyRoutine == null
      ? []
      : [
          checkStep('checking-whole', wholeCheck),
          {
            name: 'record VERIFY',
            sync: 'fsync',
            record: ({ phase }, at) => verify(at, imageOf(job).segments.length, phase.result),
          },
        ],
  (job, context) => {
    const { result, at } = job.phase;
    return at === 0 || result.passed
      ? beginReset(job)
      : failedCheck(job, `The unit would not start this software: ${result.detail}.`, context);
  },
);

/** `segment` one past the last stands for the whole. */
const verify = (at: number, segment: number, { passed, detail }: CheckResult) =>
  ({ type: 'VERIFY', at, segment, result: passed ? 'passed' : 'failed', detail }) as const;

const checkStep = <T extends 'checking' | 'checking-whole'>(
  name: string,
  bytesOf: (job: JobState) => Uint8Array | undefined,
): SendStep<T> => ({
  name,
  request: (job) => {
    const bytes = bytesOf(job);
    return bytes && { bytes, moment: 'forward', repeats: REPEATS };
  },
  heard: (job, bytes) => {
    const status = wordsOf(job).routineStatus(bytes);
    const passed = status !== undefined && status === unitOf(job)?.programming?.checkPassed;
    return withResult(job, { passed, detail: `status ${status ?? 'missing'}` });
  },
  unless: (job, trouble) =>
    trouble.kind === 'negative' ? withResult(job, { passed: false, detail: trouble.sentence }) : undefined,
});

const withResult = (job: JobState, result: CheckResult): JobState =>
  'result' in job.phase ? { ...job, phase: { ...job.phase, result } } : job;
