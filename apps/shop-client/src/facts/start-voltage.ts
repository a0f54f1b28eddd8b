import { after, type Clock, millis } from '@baylink/kernel';
import type { Meter } from './meter.js';
import type { VoltageDesk } from './voltage-desk.js';
import type { VoltageParts, VoltageSource } from './voltage-kind.js';

/** Starts every voltage source that the shop was given. None is a fact too: the gate says no. */
export const startVoltage = (sources: readonly VoltageSource[], desk: VoltageDesk, parts: VoltageParts): Meter[] =>
  sources.map(({ name, reach, start }) => start(parts, desk.add(name, reach)));

/** A source that takes longer goes on, and its silence is the gate's to judge. */
const SAMPLE_LIMIT = millis(1000);

/** Asks every source that shares the link, now; resolves when all have said something, or in a second. */
export async function sampleShared(meters: readonly Meter[], clock: Clock): Promise<void> {
  const shared = meters.flatMap((meter) => (meter.sample ? [meter.sample()] : []));
  if (shared.length === 0) return;
  let cancel: () => void = () => undefined;
  const limit = new Promise<void>((resolve) => {
    cancel = clock.wake(after(clock.now(), SAMPLE_LIMIT), resolve);
  });
  await Promise.race([Promise.all(shared), limit]);
  cancel();
}
