import { bytesOf, concat, uintBytes } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { sampleKey } from '../unit/server-config.js';
import { MAX_BLOCK_LENGTH } from '../unit/speech/speeches.table.js';
import type { Answer, Dialogue } from './dialogue.js';
import { ENGINE } from './sample/profiles.js';

/** Requests of the sample programming sequence, as bytes. */
export const REQUESTS = {
  extended: bytesOf(0x10, 0x03),
  programming: bytesOf(0x10, 0x02),
  requestSeed: bytesOf(0x27, 0x01),
  transferExit: bytesOf(0x37),
  reset: bytesOf(0x11, 0x01),
  erase: (start: number, size: number) =>
    concat(bytesOf(0x31, 0x01, 0xff, 0x00, 0x44), uintBytes(start, 4), uintBytes(size, 4)),
  download: (start: number, size: number) => concat(bytesOf(0x34, 0x00, 0x44), uintBytes(start, 4), uintBytes(size, 4)),
  upload: (start: number, size: number) => concat(bytesOf(0x35, 0x00, 0x44), uintBytes(start, 4), uintBytes(size, 4)),
  block: (counter: number, data: Uint8Array) => concat(bytesOf(0x36, counter & 0xff), data),
  check: (crc: number) => concat(bytesOf(0x31, 0x01, 0xff, 0x01), uintBytes(crc, 4)),
} as const;

const DATA_BYTES = MAX_BLOCK_LENGTH.uds - 2;

/** 27 01, 27 02. */
export function unlock(dialogue: Dialogue, to = ENGINE.logical): Answer {
  const seed = dialogue.ask(to, REQUESTS.requestSeed).response?.subarray(2) ?? new Uint8Array();
  return dialogue.ask(to, concat(bytesOf(0x27, 0x02), sampleKey(seed)));
}

/** 10 03, 10 02, 27 01, 27 02. */
export function enterBootloader(dialogue: Dialogue): Answer {
  dialogue.ask(ENGINE.logical, REQUESTS.extended);
  dialogue.ask(ENGINE.logical, REQUESTS.programming);
  return unlock(dialogue);
}

/** 34, 36 …, 37: the last answer, or the first that is negative. */
export function download(dialogue: Dialogue, start: number, bytes: Uint8Array): Answer {
  let answer = dialogue.ask(ENGINE.logical, REQUESTS.download(start, bytes.length));
  for (let at = 0, counter = 1; at < bytes.length && isPositive(answer); at += DATA_BYTES, counter++)
    answer = dialogue.ask(ENGINE.logical, REQUESTS.block(counter, bytes.subarray(at, at + DATA_BYTES)));
  return isPositive(answer) ? dialogue.ask(ENGINE.logical, REQUESTS.transferExit) : answer;
}

/** The whole sample sequence for one block, up to the check; the reset is left to the caller. */
export function flash(dialogue: Dialogue, start: number, bytes: Uint8Array): Answer {
  enterBootloader(dialogue);
  dialogue.ask(ENGINE.logical, REQUESTS.erase(start, bytes.length));
  download(dialogue, start, bytes);
  return dialogue.ask(ENGINE.logical, REQUESTS.check(crc32(bytes)));
}

const isPositive = ({ response }: Answer): boolean => response !== undefined && response[0] !== 0x7f;
