import { type Millis, millis } from '@baylink/kernel';

/** On the wall clock: for work that waits for somebody else. */
export async function timed(work: () => Promise<void> | void): Promise<Millis> {
  const start = performance.now();
  await work();
  return millis(performance.now() - start);
}

/** Processor time of this process: for pure computation, on a machine that others use too. */
export async function computed(work: () => void): Promise<Millis> {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return millis((user + system) / 1000);
}
