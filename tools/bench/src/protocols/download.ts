import { bytesOf, concat, uintBytes } from '@baylink/kernel';
import type { UdsTester } from './uds-tester.js';

const START = 0x8000;

/** RequestDownload, every TransferData with `dataBytes` of content, counted from 1, RequestTransferExit. (ISO 14229-1 14) */
export function downloadRequests(bytes: Uint8Array, dataBytes: number): readonly Uint8Array[] {
  const blocks = Array.from({ length: Math.ceil(bytes.length / dataBytes) }, (_, i) =>
    concat(bytesOf(0x36, (i + 1) & 0xff), bytes.subarray(i * dataBytes, (i + 1) * dataBytes)),
  );
  const request = concat(bytesOf(0x34, 0x00, 0x44), uintBytes(START, 4), uintBytes(bytes.length, 4));
  return [request, ...blocks, bytesOf(0x37)];
}

/** One after another, each when the one before was answered positively. */
export async function askAll(tester: UdsTester, requests: readonly Uint8Array[]): Promise<void> {
  for (const request of requests) await tester.must(request);
}
