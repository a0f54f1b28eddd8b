import { err, hex, ok } from '@baylink/kernel';
import type { VisitEvent, VisitLine } from '../src/session/visit-line.js';
import { DIGEST, ledger, PHRASE, run, scan, voltage, welcome } from './car.js';

/** `still`: everything has happened already; the others begin in the middle of something. */
export type Scene = 'still' | 'writing' | 'away' | 'silent';

const REFUSAL = {
  rule: 'VRD-R4',
  sentence:
    'WriteDataByIdentifier 0x0100 changes coding, and coding goes through a plan. Nothing was sent to the car. Compose a coding plan instead.',
};

/** A shop that answers from a script. */
export function scriptedLine(scene: Scene): VisitLine {
  const listeners = new Set<(event: VisitEvent) => void>();
  const say = (event: VisitEvent) => {
    for (const listener of listeners) listener(event);
  };
  return {
    listen(listener) {
      listeners.add(listener);
      queueMicrotask(() => {
        for (const event of beginning(scene)) say(event);
      });
      return () => listeners.delete(listener);
    },
    async scan() {
      for (const [done, unit] of scan.units.entries()) {
        const progress = { done, total: scan.units.length, sentence: `Reading ${unit.name} …`, unit };
        say({ kind: 'said', body: { kind: 'scan-progress', id: 'scan', ...progress } });
        await wait(120);
      }
      return ok(scan);
    },
    async request(unit = 0x1001, bytes) {
      const text = hex(bytes);
      if (text.startsWith('2e')) return err(REFUSAL);
      return ok(
        text.startsWith('22')
          ? [
              {
                outcome: 'positive',
                from: unit,
                bytes: `62${text.slice(2)}0a14c000`,
                text: 'ReadDataByIdentifier ok',
              },
            ]
          : [
              {
                outcome: 'negative',
                from: unit,
                nrc: 0x31,
                name: 'requestOutOfRange',
                bytes: `7f${text.slice(0, 2)}31`,
              },
            ],
      );
    },
    async stage({ bytes }, onProgress = () => {}) {
      for (let part = 1; part <= 4; part++) {
        await wait(60);
        onProgress((bytes.length * part) / 4, bytes.length);
      }
      return ok();
    },
    offerPlan: async () => ok({ run: run('PREFLIGHT_OK', 0), phrase: PHRASE, digest: DIGEST, jws: '', second: null }),
    sendPhrase: async () => ok('The shop shows the same phrase. The technician may agree now.'),
    stop: async () => ok('The memory is erased already; the shop goes on and verifies.'),
    close: async () => ok('The visit is closed.'),
    leave: () => listeners.clear(),
  };
}

function* beginning(scene: Scene): Generator<VisitEvent> {
  yield { kind: 'connection', connection: { state: 'live', resumed: scene === 'writing' ? 1 : 0 } };
  yield { kind: 'said', body: welcome(scene === 'writing' ? [run('TRANSFER', 207_872)] : []) };
  for (let second = -110; second < 0; second += 0.5) {
    const ripple = 40 * Math.sin(second / 4) + 25 * Math.sin(second * 3);
    yield { kind: 'said', body: voltage(second, 13_900 + Math.round(ripple)) };
  }
  if (scene === 'silent') yield { kind: 'said', body: voltage(0, null) };
  yield { kind: 'said', body: ledger(5) };
  if (scene === 'away')
    yield {
      kind: 'connection',
      connection: {
        state: 'reconnecting',
        sentence: 'the connection to the broker is gone; a job at the shop goes on meanwhile',
      },
    };
}

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
