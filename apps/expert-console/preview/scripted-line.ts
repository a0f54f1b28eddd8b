import { err, millis, ok } from '@baylink/kernel';
import type { LineEvent, VisitLine } from '../src/session/visit-line.js';
import { DIGEST, ledger, PHRASE, run, scan, voltage, welcome } from './car.js';

/** `still`: everything has happened already; `live`: a scan takes its time. */
export type Scene = 'still' | 'waiting' | 'writing' | 'away' | 'silent';

const REFUSAL = {
  rule: 'VRD-R4',
  sentence:
    'WriteDataByIdentifier 0x0100 changes coding, and coding goes through a plan. Nothing was sent to the car. Compose a coding plan instead.',
};

/** A shop that answers from a script. */
export function scriptedLine(scene: Scene): VisitLine {
  const listeners = new Set<(event: LineEvent) => void>();
  const say = (event: LineEvent) => {
    for (const listener of listeners) listener(event);
  };
  const begin = () => {
    say({ kind: 'connection', connection: { state: 'live', resumed: scene === 'writing' ? 1 : 0 } });
    say({ kind: 'said', body: welcome(scene === 'writing' ? [run('TRANSFER', 207_872)] : []) });
    for (let second = -110; second < 0; second += 0.5)
      say({
        kind: 'said',
        body: voltage(second, 13_900 + Math.round(40 * Math.sin(second / 4) + 25 * Math.sin(second * 3))),
      });
    if (scene === 'silent') say({ kind: 'said', body: voltage(0, null) });
    say({ kind: 'said', body: ledger(5) });
    if (scene === 'away')
      say({
        kind: 'connection',
        connection: {
          state: 'reconnecting',
          sentence: 'The broker does not answer; trying again in 4 s. A job at the shop goes on meanwhile.',
        },
      });
  };
  return {
    listen(listener) {
      listeners.add(listener);
      queueMicrotask(begin);
      return () => listeners.delete(listener);
    },
    async ask(question) {
      switch (question.kind) {
        case 'scan':
          for (const [index, unit] of scan.units.entries()) {
            say({
              kind: 'said',
              body: {
                kind: 'scan-progress',
                id: 'scan',
                done: index,
                total: scan.units.length,
                sentence: `Reading ${unit.name} …`,
              },
            });
            await wait(120);
          }
          return ok({ kind: 'scan', scan });
        case 'request':
          if (question.bytes.startsWith('2e')) return err(REFUSAL);
          return ok({
            kind: 'request',
            answers: question.bytes.startsWith('22')
              ? [
                  {
                    outcome: 'positive',
                    from: question.unit ?? 0x1001,
                    bytes: `62${question.bytes.slice(2)}0a14c000`,
                    text: 'ReadDataByIdentifier ok',
                  },
                ]
              : [
                  {
                    outcome: 'negative',
                    from: question.unit ?? 0x1001,
                    nrc: 0x31,
                    name: 'requestOutOfRange',
                    bytes: `7f${question.bytes.slice(0, 2)}31`,
                  },
                ],
          });
        case 'phrase':
          return ok({ kind: 'done', sentence: 'The shop shows the same phrase. The technician may agree now.' });
        case 'stop':
          return ok({ kind: 'done', sentence: 'The memory is erased already; the shop goes on and verifies.' });
        case 'close':
          return ok({ kind: 'done', sentence: 'The visit is closed.' });
      }
    },
    async sendFile(file, progress) {
      for (let part = 1; part <= 4; part++) {
        await wait(60);
        progress((file.bytes.length * part) / 4);
      }
      return ok();
    },
    async offer() {
      return ok({ run: run('PREFLIGHT_OK', 0), phrase: PHRASE, digest: DIGEST });
    },
    close: () => listeners.clear(),
  };
}

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, millis(time)));
