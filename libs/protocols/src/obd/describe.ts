import { showAscii, showBytes, showHex, unreachable } from '@baylink/kernel';
import { nrcName } from '../uds/codec/nrc.table.js';
import { decodeObdRefusal, decodeObdResponse } from './decode-response.js';
import { infotypeEntry } from './information.table.js';
import { modeName, type ObdMedium } from './modes.table.js';
import { showPid } from './pid-text.js';
import { pidEntry } from './pids.table.js';
import { decodeObdRequest, type ObdRequest } from './request.js';
import type { Bitmap, ObdResponse } from './response.js';
import { supportedBy } from './support.js';
import { showObdDtc } from './trouble-code.js';

const MOST_SHOWN = 64;

/** A message of SAE J1979 in one line. Never throws; what cannot be decoded is shown as the bytes that it is. */
export function describeObd(bytes: Uint8Array, medium: ObdMedium = 'can'): string {
  const request = decodeObdRequest(bytes);
  if (request !== undefined) return line(modeName(request.mode), requestText(request));
  const refusal = decodeObdRefusal(bytes);
  if (refusal !== undefined)
    return line(`${modeName(refusal.mode)} refused`, `NRC ${showHex(refusal.nrc)} ${nrcName(refusal.nrc)}`);
  const response = decodeObdResponse(bytes, medium);
  if (response !== undefined) return line(`${modeName(response.mode)} ok`, responseText(response));
  return line('no OBD message', showBytes(bytes.subarray(0, MOST_SHOWN)));
}

const line = (name: string, text: string): string => (text === '' ? name : `${name}: ${text}`);

const pidName = (pid: number): string => pidEntry(pid)?.name ?? `PID ${showHex(pid)}`;
const infotypeName = (infotype: number): string => infotypeEntry(infotype)?.name ?? `infotype ${showHex(infotype)}`;
const ids = (values: readonly number[]): string => values.map((value) => showHex(value)).join(' ');

function requestText(request: ObdRequest): string {
  switch (request.mode) {
    case 0x01:
      return request.pids.map(pidName).join(', ');
    case 0x02:
      return request.frames.map(({ pid, frame }) => `${pidName(pid)} of frame ${frame}`).join(', ');
    case 0x03:
    case 0x04:
    case 0x07:
    case 0x0a:
      return '';
    case 0x05:
      return `test ${showHex(request.tid)} of sensor ${showHex(request.sensor)}`;
    case 0x06:
      return ids(request.ids);
    case 0x08:
      return ids(request.tids);
    case 0x09:
      return request.infotypes.map(infotypeName).join(', ');
    default:
      return unreachable(request);
  }
}

const bitmapText = (bitmaps: readonly Bitmap[]): string =>
  `supported ${ids(bitmaps.flatMap(({ id, bits }) => supportedBy(id, bits))) || 'none'}`;

function responseText(response: ObdResponse): string {
  switch (response.mode) {
    case 0x01:
    case 0x02:
      return response.values.map(({ pid, data }) => `${pidName(pid)} ${showPid(pid, data)}`).join(', ');
    case 0x03:
    case 0x07:
    case 0x0a:
      return response.dtcs.length === 0 ? 'none' : response.dtcs.map(showObdDtc).join(' ');
    case 0x04:
      return '';
    case 0x05:
      return `test ${showHex(response.tid)} of sensor ${showHex(response.sensor)} ${showBytes(response.data)}`;
    case 0x06:
      return monitorText(response.content);
    case 0x08:
      return response.content.kind === 'supported'
        ? bitmapText(response.content.bitmaps)
        : `test ${showHex(response.content.tid)} ${showBytes(response.content.data)}`;
    case 0x09:
      return informationText(response.content);
    default:
      return unreachable(response);
  }
}

function monitorText(content: Extract<ObdResponse, { mode: 0x06 }>['content']): string {
  switch (content.kind) {
    case 'supported':
      return bitmapText(content.bitmaps);
    case 'results':
      return content.results
        .map(
          ({ mid, tid, value, minimum, maximum }) =>
            `monitor ${showHex(mid)} test ${showHex(tid)} ${value} (${minimum} to ${maximum})`,
        )
        .join(', ');
    case 'k-line':
      return `test ${showHex(content.tid)} component ${showHex(content.component)} ${content.value} (limit ${content.limit})`;
    default:
      return unreachable(content);
  }
}

function informationText(content: Extract<ObdResponse, { mode: 0x09 }>['content']): string {
  switch (content.kind) {
    case 'supported':
      return bitmapText(content.bitmaps);
    case 'items': {
      const text = infotypeEntry(content.infotype)?.form === 'text';
      return `${infotypeName(content.infotype)} ${text ? showAscii(content.data) : showBytes(content.data)}`;
    }
    case 'message count':
      return `${infotypeName(content.infotype + 1)} in ${content.count} messages`;
    case 'part':
      return `${infotypeName(content.infotype)} message ${content.index} ${showBytes(content.data)}`;
    default:
      return unreachable(content);
  }
}
