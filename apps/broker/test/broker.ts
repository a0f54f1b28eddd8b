import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, millis, wallMillis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { onTestFinished } from 'vitest';
import { type BrokerOptions, type RunningBroker, runBroker } from '../src/index.js';

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'baylink-broker-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The system's clock, moved forward by hand. */
export interface MovedClock extends Clock {
  move(ms: number): void;
}

export function movedClock(): MovedClock {
  const real = systemClock();
  let moved = 0;
  return {
    now: () => millis(real.now() + moved),
    nanos: () => real.nanos() + BigInt(moved) * 1_000_000n,
    wall: () => wallMillis(real.wall() + moved),
    wake: (at, run) => real.wake(millis(at - moved), run),
    move: (ms) => {
      moved += ms;
    },
  };
}

/** A broker on a free port with a directory of its own, closed with the test. */
export async function startBroker(options: Partial<BrokerOptions> = {}): Promise<RunningBroker> {
  const dataDir = options.dataDir ?? temporaryDirectory();
  const broker = await runBroker({
    logLevel: process.env.BROKER_LOG === 'debug' ? 'debug' : 'silent',
    ...options,
    dataDir,
  });
  onTestFinished(() => broker.close());
  return broker;
}
