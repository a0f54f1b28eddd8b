import { type JobState, type StopMeaning, type Stoppable, stopMeaning } from '@baylink/safety';

/** What is said to a stop that the job takes up as soon as the unit has answered the request that is on its way. */
const PENDING: Record<StopMeaning, string> = {
  'ends-clean': 'The job ends as soon as the unit has answered; nothing has been erased or written.',
  'writes-back': 'The old values are written back.',
  'goes-on': 'It goes on until the unit is whole: stopping now would leave it half written.',
};

/** The answer to a person who has asked `job` to stop; `told` is what the job itself says by now. */
export const stopAnswer = (job: Stoppable & Pick<JobState, 'stop'>, told: string): string =>
  job.stop === undefined ? told : `${job.stop} ${PENDING[stopMeaning(job)]}`;
