import { BroadcastChannel } from 'node:worker_threads';
import { test, vi } from '../../node_modules/vitest/dist/index.js';
import type { Case } from './collected.js';

/** What Stryker's instrumented code asks and counts. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: object; perTest: object };
}

interface Order {
  readonly mutant?: string;
  readonly tests?: readonly string[];
  readonly isStatic?: boolean;
  readonly hitLimit?: number;
  readonly end?: boolean;
}

const files: readonly string[] = JSON.parse(process.env.BAYLINK_MUTANT_TESTS ?? '[]');
const global = globalThis as { __stryker__?: Namespace };
global.__stryker__ ??= {};
const stryker = global.__stryker__;
const channel = new BroadcastChannel('mutants');
const cost = new Map<string, number>();

async function load(): Promise<readonly Case[]> {
  vi.resetModules();
  const { cases } = await import('./collected.js');
  for (const file of files) await import(file);
  return cases;
}

const tell = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Without a mutant: how long each test takes, and what it covers. */
async function dryRun(cases: readonly Case[]) {
  for (const { id, run } of cases) {
    stryker.currentTestId = id;
    const begun = performance.now();
    try {
      await run();
    } catch (error) {
      return { failed: `${id}: ${tell(error)}` };
    }
    cost.set(id, performance.now() - begun);
  }
  stryker.currentTestId = undefined;
  return { tests: [...cost].map(([id, took]) => ({ id, took })), coverage: stryker.mutantCoverage };
}

/** The quickest test first; the first that fails has noticed the mutant. */
async function ask(cases: readonly Case[], { tests }: Order) {
  const covering = cases.filter(({ id }) => tests === undefined || tests.includes(id));
  const costOf = ({ id }: Case): number => cost.get(id) ?? 0;
  for (const { id, run } of [...covering].sort((a, b) => costOf(a) - costOf(b))) {
    stryker.hitCount = 0;
    try {
      await run();
    } catch (error) {
      return { by: id, why: tell(error), of: covering.length };
    }
  }
  return { of: covering.length };
}

test('mutants', async () => {
  let cases = await load();
  let spoilt = false;
  const answer = async (order: Order) => {
    if (order.mutant === undefined) return dryRun(cases);
    stryker.hitLimit = order.hitLimit;
    stryker.hitCount = 0;
    if (order.isStatic !== true && spoilt) cases = await load();
    stryker.activeMutant = order.mutant;
    try {
      if (order.isStatic === true) cases = await load();
      spoilt = order.isStatic === true;
      return await ask(cases, order);
    } catch (error) {
      spoilt = true;
      return { by: 'the loading of the tests', why: tell(error), of: 1 };
    } finally {
      stryker.activeMutant = undefined;
    }
  };
  await new Promise<void>((resolve) => {
    channel.onmessage = async (event) => {
      const { data } = event as { data: Order };
      if (data.end === true) return resolve();
      channel.postMessage({ answer: await answer(data) });
    };
    channel.postMessage({ ready: true });
  });
  channel.close();
});
