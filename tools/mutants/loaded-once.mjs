import { BroadcastChannel } from 'node:worker_threads';
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { createVitest } from 'vitest/node';

/**
 * Runs mutants on tests that stay loaded: to load them anew for each mutant, as Stryker's runner for Vitest does, makes hours of
 * minutes. Only for a mutant in code that runs while it is loaded everything is loaded anew.
 */
class LoadedOnce {
  capabilities = () => ({ reloadEnvironment: true });

  async init() {
    this.channel = new BroadcastChannel('mutants');
    const ready = this.next();
    this.vitest = await createVitest('test', {
      config: 'tools/mutants/loaded-once.config.ts',
      pool: 'threads',
      maxWorkers: 1,
      watch: false,
    });
    this.run = this.vitest.start();
    await ready;
  }

  next = () =>
    new Promise((resolve) => {
      this.channel.onmessage = ({ data }) => resolve(data.answer);
    });

  order(order) {
    const answer = this.next();
    this.channel.postMessage(order);
    return answer;
  }

  async dryRun() {
    const { failed, tests, coverage } = await this.order({});
    if (failed !== undefined) return { status: 'error', errorMessage: failed };
    return {
      status: 'complete',
      tests: tests.map(({ id, took }) => ({ id, name: id, status: 0, timeSpentMs: took })),
      mutantCoverage: coverage,
    };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation }) {
    const isStatic = mutantActivation === 'static';
    const { by, why, of } = await this.order({ mutant: activeMutant.id, tests: testFilter, hitLimit, isStatic });
    if (by === undefined) return { status: 'survived', nrOfTests: of };
    if (why.includes('Hit count limit reached')) return { status: 'timeout', reason: why };
    return { status: 'killed', killedBy: [by], failureMessage: why, nrOfTests: of };
  }

  async dispose() {
    this.channel?.postMessage({ end: true });
    await this.run;
    await this.vitest?.close();
    this.channel?.close();
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded-once', LoadedOnce)];
