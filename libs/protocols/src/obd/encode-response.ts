import { bytesOf, concat, uintBytes, unreachable } from '@baylink/kernel';
import { type ObdMedium, POSITIVE_OFFSET } from './modes.table.js';
import type { Bitmap, ControlContent, InformationContent, MonitorContent, ObdResponse } from './response.js';

const K_LINE_DTCS = 6;

/** Inverse of `decodeObdResponse`. More than three codes do not fit into one message of K-Line: `kLineDtcs` splits them. */
export function encodeObdResponse(response: ObdResponse, medium: ObdMedium): Uint8Array {
  return concat(bytesOf(response.mode + POSITIVE_OFFSET), contentOf(response, medium));
}

function contentOf(response: ObdResponse, medium: ObdMedium): Uint8Array {
  switch (response.mode) {
    case 0x01:
      return concat(...response.values.map(({ pid, data }) => concat(bytesOf(pid), data)));
    case 0x02:
      return concat(...response.values.map(({ pid, frame, data }) => concat(bytesOf(pid, frame), data)));
    case 0x03:
    case 0x07:
    case 0x0a:
      return dtcBytes(response.dtcs, medium);
    case 0x04:
      return new Uint8Array();
    case 0x05:
      return concat(bytesOf(response.tid, response.sensor), response.data);
    case 0x06:
      return monitorBytes(response.content, medium);
    case 0x08:
      return controlBytes(response.content);
    case 0x09:
      return informationBytes(response.content, medium);
    default:
      return unreachable(response);
  }
}

function dtcBytes(dtcs: readonly number[], medium: ObdMedium): Uint8Array {
  const codes = concat(...dtcs.map((dtc) => uintBytes(dtc, 2)));
  if (medium === 'can') return concat(bytesOf(dtcs.length), codes);
  return concat(codes, new Uint8Array(Math.max(0, K_LINE_DTCS - codes.length)));
}

const bitmapBytes = (bitmaps: readonly Bitmap[]): Uint8Array =>
  concat(...bitmaps.map(({ id, bits }) => concat(bytesOf(id), bits)));

function monitorBytes(content: MonitorContent, medium: ObdMedium): Uint8Array {
  switch (content.kind) {
    case 'supported':
      return medium === 'can'
        ? bitmapBytes(content.bitmaps)
        : concat(...content.bitmaps.map(({ id, bits }) => concat(bytesOf(id, 0xff), bits)));
    case 'results':
      return concat(
        ...content.results.map(({ mid, tid, scaling, value, minimum, maximum }) =>
          concat(bytesOf(mid, tid, scaling), uintBytes(value, 2), uintBytes(minimum, 2), uintBytes(maximum, 2)),
        ),
      );
    case 'k-line':
      return concat(bytesOf(content.tid, content.component), uintBytes(content.value, 2), uintBytes(content.limit, 2));
    default:
      return unreachable(content);
  }
}

function controlBytes(content: ControlContent): Uint8Array {
  switch (content.kind) {
    case 'supported':
      return bitmapBytes(content.bitmaps);
    case 'done':
      return concat(bytesOf(content.tid), content.data);
    default:
      return unreachable(content);
  }
}

function informationBytes(content: InformationContent, medium: ObdMedium): Uint8Array {
  switch (content.kind) {
    case 'supported':
      return medium === 'can'
        ? bitmapBytes(content.bitmaps)
        : concat(...content.bitmaps.map(({ id, bits }) => concat(bytesOf(id, 1), bits)));
    case 'items':
    case 'message count':
      return concat(
        bytesOf(content.infotype, content.count),
        content.kind === 'items' ? content.data : new Uint8Array(),
      );
    case 'part':
      return concat(bytesOf(content.infotype, content.index), content.data);
    default:
      return unreachable(content);
  }
}
