import { type Clock, type Millivolts, showVolts } from '@baylink/kernel';
import {
  addReading,
  createHistory,
  failReading,
  newest,
  type SourceKind,
  type VoltageFacts,
  type VoltageHistory,
} from '@baylink/safety';
import type { HearReading } from './voltage-kind.js';

/** Every voltage source of this shop and what it has said. Silence keeps no value alive: samples carry their time. */
export class VoltageDesk {
  private readonly histories = new Map<string, VoltageHistory>();
  private readonly listeners = new Set<() => void>();

  constructor(private readonly clock: Clock) {}

  add(source: string, kind: SourceKind): HearReading {
    this.histories.set(source, createHistory(source, kind));
    return (reading, at, step) => {
      const known = this.histories.get(source) ?? createHistory(source, kind);
      const history = step === undefined ? known : { ...known, step };
      this.histories.set(
        source,
        reading.ok ? addReading(history, reading.value, at) : failReading(history, reading.error, at),
      );
      for (const listener of this.listeners) listener();
    };
  }

  facts(): VoltageFacts {
    return [...this.histories.values()];
  }

  watch(listener: () => void): void {
    this.listeners.add(listener);
  }

  /** What people are shown: the newest reading of the first source, while it is fresh; else why there is none. */
  reading(maxAge: Record<SourceKind, number>): { millivolts: Millivolts | null; source: string; sentence: string } {
    const [history] = this.facts();
    if (!history)
      return {
        millivolts: null,
        source: 'none',
        sentence: 'No voltage source is connected; start the shop client with --voltage.',
      };
    const { source } = history;
    if (history.standing.kind === 'failed')
      return { millivolts: null, source, sentence: `No reading: ${history.standing.why}` };
    const sample = newest(history);
    const age = sample ? this.clock.now() - sample.at : Number.POSITIVE_INFINITY;
    const limit = maxAge[history.kind];
    if (!sample || age > limit)
      return {
        millivolts: null,
        source,
        sentence: sample ? `No reading for ${(age / 1000).toFixed(1)} s.` : 'No reading yet.',
      };
    return { millivolts: sample.value, source, sentence: showVolts(sample.value) };
  }
}
