import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Figure } from '../measure/figure.js';

export const RESULTS = fileURLToPath(new URL('../../../../tests/bench/results.json', import.meta.url));

/** What the machine was like, beside every suite: ratios survive another machine, times do not. */
export interface Surroundings {
  readonly at: string;
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  /** Load averages of a minute before and after the suite. */
  readonly load: readonly [number, number];
}

export interface SuiteResult extends Surroundings {
  readonly figures: readonly Figure[];
}

export function surroundings(loadBefore: number): Surroundings {
  const processors = cpus();
  return {
    at: new Date().toISOString(),
    node: process.version,
    processor: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    load: [loadBefore, loadNow()],
  };
}

export const loadNow = (): number => Number((loadavg()[0] ?? Number.NaN).toFixed(2));

/** The newest result of every suite; those of other suites stay. */
export function keep(name: string, result: SuiteResult, file = RESULTS): void {
  const before: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...Object(before), [name]: result }, null, 2)}\n`);
}
