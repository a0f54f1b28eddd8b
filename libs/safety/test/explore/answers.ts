import { bytesOf, concat, hex, millis, readUint, uintBytes } from '@baylink/kernel';
import { NRC, type Outcome } from '@baylink/protocols/uds';
import type { JobState } from '../../src/index.js';
import { CONDITION_ANSWERS, TEXTS } from '../samples.js';
import { ADDRESSES, BLOCK_LENGTH, NEW, OLD, SOFTWARE } from './small-jobs.js';

/** What can become of a request. `right`: as a sound unit answers; `wrong`: positive, and not what it must be. */
export const ANSWERS = ['right', 'wrong', 'busy', 'unsupported', 'invalid key', 'refused', 'timeout', 'link'] as const;
export type Answer = (typeof ANSWERS)[number];

/** Values of the DIDs that a coding plan writes, hex, as the unit holds them. */
export type Coding = Readonly<Record<number, string>>;

export const SEED = bytesOf(0xde, 0xad, 0xbe, 0xef);

const NRC_OF = {
  busy: NRC.busyRepeatRequest,
  unsupported: NRC.serviceNotSupported,
  'invalid key': NRC.invalidKey,
  refused: NRC.conditionsNotCorrect,
};

export function outcomeOf(answer: Answer, request: Uint8Array, job: JobState, coding: Coding): Outcome {
  switch (answer) {
    case 'right':
      return { kind: 'positive', bytes: positive(request, job, coding) };
    case 'wrong':
      return { kind: 'positive', bytes: spoilt(request, positive(request, job, coding)) };
    case 'timeout':
      return { kind: 'timeout', timer: 'P2', after: millis(50) };
    case 'link':
      return { kind: 'link', error: { kind: 'lost', message: 'gone' } };
    default:
      return { kind: 'negative', sid: request[0] ?? 0, nrc: NRC_OF[answer] };
  }
}

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
const IDENTITY: ReadonlyMap<number, string> = new Map([
  [0xf190, TEXTS.vin],
  [0xf18c, TEXTS.serial],
  [0xf191, TEXTS.hardware],
  [0xf187, TEXTS.partNumber],
  [0xf189, SOFTWARE],
]);

/** ISO 14229-1, as far as a write job uses it. */
function positive(request: Uint8Array, job: JobState, coding: Coding): Uint8Array {
  const [sid = 0, sub = 0] = request;
  const echo = (...rest: number[]) => bytesOf(sid + 0x40, ...rest);
  switch (sid) {
    case 0x10:
      return echo(sub, 0, 50, 1, 0xf4);
    case 0x22: {
      const did = readUint(request, 1, 2) ?? 0;
      return concat(echo(), uintBytes(did, 2), didOf(did, coding));
    }
    case 0x23:
      return concat(echo(), memory(readUint(request, 2, 4) ?? 0, job));
    case 0x27:
      return sub % 2 === 1 ? concat(echo(sub), SEED) : echo(sub);
    case 0x2e:
      return echo(request[1] ?? 0, request[2] ?? 0);
    case 0x31:
      return echo(1, request[2] ?? 0, request[3] ?? 0, 0);
    case 0x34:
      return concat(echo(0x20), uintBytes(BLOCK_LENGTH, 2));
    case 0x37:
      return echo();
    default:
      return echo(sub);
  }
}

/** The unit is in its default session whenever it is asked: after a reset. (ISO 14229-1 C.1) */
const ACTIVE_SESSION = 0xf186;

function didOf(did: number, coding: Coding): Uint8Array {
  if (did === ACTIVE_SESSION) return bytesOf(0x01);
  const text = IDENTITY.get(did);
  if (text !== undefined) return ascii(text);
  const coded = coding[did];
  return coded === undefined ? (CONDITION_ANSWERS.get(did) ?? new Uint8Array()) : fromHexText(coded);
}

const fromHexText = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** After a write the unit holds what was written. */
function memory(address: number, job: JobState): Uint8Array {
  const index = (ADDRESSES as readonly number[]).indexOf(address);
  const written = job.phase.task === 'reading-back' && job.mode === 'write';
  return (written ? NEW : OLD)[index] ?? new Uint8Array();
}

/** Positive, of this very service, and wrong: another text, another status, another counter, no room for a block. */
function spoilt(request: Uint8Array, answer: Uint8Array): Uint8Array {
  switch (request[0]) {
    case 0x34:
      return bytesOf(0x74, 0x10, 2);
    case 0x22:
    case 0x23:
    case 0x31:
    case 0x36:
      return answer.map((byte, i) => (i === answer.length - 1 ? byte ^ 1 : byte));
    default:
      return answer;
  }
}

/** The unit after it has answered; a write whose answer is lost may still have been carried out. */
export const codingAfter = (coding: Coding, request: Uint8Array): Coding =>
  request[0] === 0x2e ? { ...coding, [readUint(request, 1, 2) ?? 0]: hex(request.subarray(3)) } : coding;
