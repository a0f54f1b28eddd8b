import { byteCount, equalBytes, type Millis, millis, millivolts, uintBytes } from '@baylink/kernel';
import {
  addReading,
  type Certified,
  createHistory,
  known,
  type RehearsalTask,
  type Surroundings,
  type VehicleProfile,
  type VoltageHistory,
  wordsFor,
} from '@baylink/safety';

/** What a supply in the middle of its band shows at `t`: it moves by a few millivolts, as all do. */
export const middleOf = ({ voltage }: VehicleProfile, t: number): number =>
  Math.round((voltage.low + voltage.high) / 2) + (Math.floor(t / 100) % 3);

/** A supply that has stood there for as long as the profile asks. */
export function soaked(profile: VehicleProfile, now: Millis, every: number): VoltageHistory {
  let history = createHistory('rehearsal', 'dedicated');
  for (let t = now - profile.voltage.soak - every; t <= now; t += every)
    history = addReading(history, middleOf(profile, t), millis(t));
  return history;
}

/** Two people who may do everything. */
const certified = (key: string): Certified => ({
  key,
  expert: `${key} of a rehearsal`,
  organisation: 'rehearsal',
  pinnedRoot: true,
  effects: ['observe', 'actuate', 'code', 'program', 'secure'],
  makes: ['*'],
  validUntil: millis(Number.MAX_SAFE_INTEGER),
  revoked: false,
});

/** A rehearsal is about the unit: its shop and its vehicle are as the gates want them. The real ones are judged for themselves. */
export function goodShop(
  { brief: { plan, planDigest, profile }, limit }: RehearsalTask,
  voltage: VoltageHistory,
  now: Millis,
): Surroundings {
  const probe = { at: now, took: millis(1), bound: millis(profile.timing.p2) };
  return {
    voltage: [voltage],
    link: known(
      {
        probes: Array.from({ length: profile.link.probes }, () => probe),
        errors: 0,
        lostFlowControls: 0,
      },
      now,
      'rehearsal',
    ),
    ability: known(
      { adapter: 'rehearsal', longestMessage: byteCount(limit), programming: { able: true, proof: 'direct' } },
      now,
      'rehearsal',
    ),
    workstation: known({ freeDiskBytes: Number.MAX_SAFE_INTEGER, power: { kind: 'mains' } }, now, 'rehearsal'),
    authority: known(
      { ...certified('first'), countersigner: { ...certified('second'), planDigest } },
      now,
      'rehearsal',
    ),
    agreements: known([...profile.agreements[plan.kind]], now, 'rehearsal'),
    diagnosis: known({ vin: plan.target.vin, complete: true, findings: [] }, now, 'rehearsal'),
    keys: known([], now, 'rehearsal'),
  };
}

/** What a unit of a vehicle that stands as the profile wants it answers to a reading; `undefined` when it is no condition. */
export function conditionAnswer(profile: VehicleProfile, unit: number, bytes: Uint8Array): Uint8Array | undefined {
  const { readValue } = wordsFor(profile, unit);
  const condition = profile.conditions.list.find(
    (entry) => entry.unit === unit && equalBytes(readValue(entry.did), bytes),
  );
  if (condition === undefined) return undefined;
  const { min, max, scale, offset, length } = condition;
  const raw = Math.max(0, Math.round((Math.min(max, Math.max(min, 0)) - offset) / scale));
  return Uint8Array.from([(bytes[0] ?? 0) + POSITIVE, ...bytes.subarray(1), ...uintBytes(raw, length)]);
}

const POSITIVE = 0x40;

/** At the terminals of the twin. */
export const SUPPLY = millivolts(13_800);
