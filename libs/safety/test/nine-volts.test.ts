import { expect, test } from 'vitest';
import type { VehicleProfile } from '../src/index.js';
import { begin } from './begin.js';
import type { Bench } from './bench.js';
import { brokenInvariants } from './oracle.js';
import { CODING_PROFILE, steady } from './samples.js';

const NINE = 9_000;
/** Services that only look, and those that undo what ENTRY did: they may leave at any voltage. */
const HARMLESS: ReadonlySet<number> = new Set([0x22, 0x19, 0x23, 0x3e, 0x10, 0x28, 0x85]);

/** People are waited for, and a pause lasts, so long only. */
const WAIT = 5_000;
const IMPATIENT: VehicleProfile = {
  ...CODING_PROFILE,
  timing: { ...CODING_PROFILE.timing, patience: WAIT, pauseLimit: WAIT },
};

/** Requests of an undisturbed job of this kind. */
const lengthOf = (kind: 'coding' | 'programming'): number => begin(kind).bench.run().wire.length;

test.each(['coding', 'programming'] as const)(
  '[JOB-R2][JOB-R8] %s with 9.0 V from any request on: nothing more is written, and the job waits or ends clean',
  (kind) => {
    for (let at = 1; at <= lengthOf(kind); at++) {
      let low = false;
      const { bench, unit, before } = begin(
        kind,
        {
          volts: (t) => (low ? NINE : steady(t)),
          events: [{ when: falls, event: { kind: 'tick' } }],
          until: 120_000,
        },
        { profile: IMPATIENT },
      );
      function falls({ wire }: Bench): boolean {
        low ||= wire.length >= at;
        if (low) bench.dip(NINE);
        return low;
      }
      bench.run();
      const after = bench.wire.slice(at).filter(({ bytes }) => !HARMLESS.has(bytes[0] ?? 0));
      expect(after, `${kind} at ${at}: ${bench.state}`).toEqual([]);
      expect(['ABORTED_CLEAN', 'HOLD', 'DONE', 'CONFIRMED'], `${kind} at ${at}: ${bench.job.sentence}`).toContain(
        bench.state,
      );
      expect(brokenInvariants(bench, unit, before), `${kind} at ${at}`).toEqual([]);
    }
  },
  60_000,
);
