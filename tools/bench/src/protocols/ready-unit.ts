import { bytesOf } from '@baylink/kernel';

/** A unit that takes everything at once, by service. `blockLength` as RequestDownload tells it: service and counter included. */
export function readyUnit(blockLength: number): (request: Uint8Array) => Uint8Array {
  const answers: Readonly<Record<number, (request: Uint8Array) => Uint8Array>> = {
    52: () => bytesOf(0x74, 0x20, blockLength >> 8, blockLength & 0xff),
    54: (request) => bytesOf(0x76, request[1] ?? 0),
    55: () => bytesOf(0x77),
  };
  return (request) => answers[request[0] ?? 0]?.(request) ?? bytesOf(0x7f, request[0] ?? 0, 0x11);
}
