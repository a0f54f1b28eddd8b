import { bytesOf, fromHex } from '@baylink/kernel';
import { FIRMWARE_LIMITS, parseFirmware } from '@baylink/protocols/firmware';
import { judge, type Refusal, type VehicleProfile } from '../../src/index.js';
import { grant } from '../../src/verdict/grant.js';
import { demandFor, GOOD, NOW, PLAN } from '../good-facts.js';
import { CODING_PROFILE, ENGINE } from '../samples.js';
import type { Attempt } from './incident.js';
import { merged } from './merged.js';

type Of<K extends Attempt['as']> = Extract<Attempt, { as: K }>;
type Refused = Pick<Refusal, 'rule' | 'sentence'> | undefined;

const bytesIn = (text: string): Uint8Array => fromHex(text) ?? bytesOf();
const UNITS = { engine: ENGINE, body: 0x1002 } as const;

/** An expert's own request, in a recorded visit and with every gate open. */
export function tryRequest({ bytes, to, activeTests = false, running, unit }: Of<'request'>): Refused {
  const profile: VehicleProfile = {
    ...CODING_PROFILE,
    units: CODING_PROFILE.units.map((entry) => merged(entry, unit)),
  };
  const verdict = judge(
    { bytes: bytesIn(bytes), addressee: to === 'all' ? { to: 'functional' } : { to: 'unit', unit: UNITS[to] } },
    {
      profile,
      visit: { recorded: true, activeTestsAllowed: activeTests },
      running: running === undefined ? undefined : { job: 'J', unit: UNITS[running], armed: true },
      grant: undefined,
      facts: GOOD,
    },
    NOW,
  );
  return verdict.kind === 'refusal' ? verdict : undefined;
}

/** A job's own request at a moment that is not its own, with every gate open. */
export function tryMoment({ bytes, moment }: Of<'moment'>): Refused {
  const request = bytesIn(bytes);
  const verdict = judge(
    { bytes: request, addressee: { to: 'unit', unit: ENGINE } },
    {
      profile: CODING_PROFILE,
      visit: { recorded: true, activeTestsAllowed: true },
      running: undefined,
      grant: grant(PLAN.job, ENGINE, request, demandFor(PLAN, moment)),
      facts: GOOD,
    },
    NOW,
  );
  return verdict.kind === 'refusal' ? verdict : undefined;
}

/** A file as the shop reads it before it becomes an image. */
export function tryFile({ text }: Of<'file'>): Refused {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const read = parseFirmware(bytes, FIRMWARE_LIMITS, {});
  return read.ok ? undefined : { rule: 'firmware', sentence: read.error.message };
}
