import { bytesOf, concat, unreachable } from '@baylink/kernel';
import { NRC } from '../uds/codec/nrc.table.js';
import { encodeObdResponse } from './encode-response.js';
import { informationMessages } from './information-server.js';
import { MODE, type ObdMedium } from './modes.table.js';
import { decodeObdRequest, type ObdRequest } from './request.js';
import type { Bitmap, FrameBytes, ObdResponse, PidBytes } from './response.js';
import { isBitmap, supportBitmap } from './support.js';
import type { ObdVehicle } from './vehicle.js';

/** What a request comes to. No message: the unit says nothing, because it has nothing of what was asked for. */
export interface ObdAnswer {
  /** In the order of sending: one on CAN, several on K-Line. */
  readonly messages: readonly Uint8Array[];
  /** What the owner has to do: mode 04 was granted, or a test of mode 08 begins. */
  readonly effect: ObdEffect;
}

export type ObdEffect =
  | { readonly kind: 'none' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'control'; readonly tid: number; readonly data: Uint8Array };

const NO_EFFECT: ObdEffect = { kind: 'none' };
const SILENCE: ObdAnswer = { messages: [], effect: NO_EFFECT };
const REFUSED_CLEAR = bytesOf(0x7f, MODE.clear, NRC.conditionsNotCorrect);
const DTCS_A_MESSAGE = 3;

/**
 * The OBD server of one unit, on any medium: the same for a functional and a physical request. It never throws. What it
 * does not know it does not answer. (SAE J1979 6.1)
 */
export function answerObd(bytes: Uint8Array, vehicle: ObdVehicle, medium: ObdMedium): ObdAnswer {
  const request = decodeObdRequest(bytes);
  if (request === undefined || (medium === 'k-line' && asksForSeveral(request))) return SILENCE;
  switch (request.mode) {
    case 0x01: {
      const values = request.pids.flatMap((pid) => current(pid, vehicle.current));
      return one(values.length === 0 ? undefined : { mode: 0x01, values }, medium);
    }
    case 0x02: {
      const values = request.frames.flatMap(({ pid, frame }) => frozen(pid, frame, vehicle.freezeFrame));
      return one(values.length === 0 ? undefined : { mode: 0x02, values }, medium);
    }
    case 0x03:
      return troubleCodes(0x03, vehicle.stored, medium);
    case 0x07:
      return troubleCodes(0x07, vehicle.pending, medium);
    case 0x0a:
      return medium === 'can' ? troubleCodes(0x0a, vehicle.permanent, medium) : SILENCE;
    case 0x04:
      return vehicle.clearing === 'refuse'
        ? { messages: [REFUSED_CLEAR], effect: NO_EFFECT }
        : { messages: [encodeObdResponse({ mode: 0x04 }, medium)], effect: { kind: 'clear' } };
    case 0x05:
      return oxygen(request.tid, request.sensor, vehicle, medium);
    case 0x06:
      return monitored(request.ids, vehicle, medium);
    case 0x08:
      return controlled(request.tids, request.data, vehicle, medium);
    case 0x09:
      return { messages: informationMessages(request.infotypes, vehicle.information, medium), effect: NO_EFFECT };
    default:
      return unreachable(request);
  }
}

const one = (response: ObdResponse | undefined, medium: ObdMedium): ObdAnswer =>
  response === undefined ? SILENCE : { messages: [encodeObdResponse(response, medium)], effect: NO_EFFECT };

function asksForSeveral(request: ObdRequest): boolean {
  switch (request.mode) {
    case 0x01:
      return request.pids.length > 1;
    case 0x02:
      return request.frames.length > 1;
    case 0x06:
      return request.ids.length > 1;
    case 0x08:
      return request.tids.length > 1;
    case 0x09:
      return request.infotypes.length > 1;
    case 0x03:
    case 0x04:
    case 0x05:
    case 0x07:
    case 0x0a:
      return false;
    default:
      return unreachable(request);
  }
}

function current(pid: number, known: ReadonlyMap<number, Uint8Array>): PidBytes[] {
  const data = isBitmap(pid) ? supportBitmap(pid, known.keys()) : known.get(pid);
  return data === undefined ? [] : [{ pid, data }];
}

/** PID 02 is answered also without a frame, with the code 0000. */
function frozen(pid: number, frame: number, known: ReadonlyMap<number, Uint8Array>): FrameBytes[] {
  if (frame !== 0) return [];
  const withDtc = known.has(0x02) ? known : new Map([...known, [0x02, new Uint8Array(2)]]);
  return current(pid, withDtc).map(({ data }) => ({ pid, frame, data }));
}

function troubleCodes(mode: 0x03 | 0x07 | 0x0a, dtcs: readonly number[], medium: ObdMedium): ObdAnswer {
  if (medium === 'can') return one({ mode, dtcs: dtcs.slice(0, 0xff) }, medium);
  const messages: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < dtcs.length; at += DTCS_A_MESSAGE)
    messages.push(encodeObdResponse({ mode, dtcs: dtcs.slice(at, at + DTCS_A_MESSAGE) }, medium));
  return { messages, effect: NO_EFFECT };
}

/** Mode 05 exists only without CAN. */
function oxygen(tid: number, sensor: number, vehicle: ObdVehicle, medium: ObdMedium): ObdAnswer {
  if (medium === 'can') return SILENCE;
  const tests = vehicle.oxygenSensorTests.filter((test) => test.sensor === sensor);
  const data = isBitmap(tid)
    ? supportBitmap(
        tid,
        tests.map((test) => test.tid),
      )
    : tests.find((test) => test.tid === tid)?.data;
  return one(data === undefined || tests.length === 0 ? undefined : { mode: 0x05, tid, sensor, data }, medium);
}

const bitmapsOf = (ids: readonly number[], supported: readonly number[]): Bitmap[] =>
  ids.flatMap((id) => {
    const bits = supportBitmap(id, supported);
    return bits === undefined ? [] : [{ id, bits }];
  });

function monitored(ids: readonly number[], { monitors }: ObdVehicle, medium: ObdMedium): ObdAnswer {
  const known = monitors.map(({ mid, tid }) => (medium === 'can' ? mid : tid));
  if (ids.every(isBitmap)) {
    const bitmaps = bitmapsOf(ids, known);
    return one(bitmaps.length === 0 ? undefined : { mode: 0x06, content: { kind: 'supported', bitmaps } }, medium);
  }
  if (medium === 'can') {
    const results = monitors.filter(({ mid }) => ids.includes(mid));
    return one(results.length === 0 ? undefined : { mode: 0x06, content: { kind: 'results', results } }, medium);
  }
  const messages = monitors
    .filter(({ tid }) => ids.includes(tid))
    .map(({ tid, mid, value, maximum }) =>
      encodeObdResponse(
        { mode: 0x06, content: { kind: 'k-line', tid, component: mid & 0x7f, value, limit: maximum } },
        medium,
      ),
    );
  return { messages, effect: NO_EFFECT };
}

function controlled(tids: readonly number[], data: Uint8Array, { controls }: ObdVehicle, medium: ObdMedium): ObdAnswer {
  if (tids.every(isBitmap)) {
    const bitmaps = bitmapsOf(tids, [...controls.keys()]);
    return one(bitmaps.length === 0 ? undefined : { mode: 0x08, content: { kind: 'supported', bitmaps } }, medium);
  }
  const [tid = 0] = tids;
  const answer = controls.get(tid);
  if (answer === undefined) return SILENCE;
  const done = encodeObdResponse({ mode: 0x08, content: { kind: 'done', tid, data: answer } }, medium);
  return { messages: [done], effect: { kind: 'control', tid, data: concat(data) } };
}
