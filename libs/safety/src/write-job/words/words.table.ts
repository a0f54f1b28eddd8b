import type { Dialect } from '../../effects/dialect.js';
import type { VehicleProfile } from '../../profile/profile.js';
import type { JobState } from '../state.js';
import { KWP_WORDS } from './kwp2000.js';
import { UDS_WORDS } from './uds.js';
import type { JobWords } from './words.js';

export const JOB_WORDS: { readonly [dialect in Dialect]: JobWords } = { uds: UDS_WORDS, kwp2000: KWP_WORDS };

/** How a unit is spoken to; a unit that no profile names is one of ISO 14229-1, and its job comes to nothing anyway. */
export const wordsFor = ({ units }: VehicleProfile, unit: number): JobWords =>
  JOB_WORDS[units.find(({ address }) => address.logical === unit)?.dialect ?? 'uds'];

/** How the unit of the plan is spoken to. */
export const wordsOf = ({ brief }: Pick<JobState, 'brief'>): JobWords =>
  wordsFor(brief.profile, brief.plan.target.unit);
