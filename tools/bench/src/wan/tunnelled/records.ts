import type { Socket } from 'node:net';

const LENGTH_BYTES = 4;

/** Records of any length over a stream: the sender's side. */
export function sendRecord(socket: Socket, bytes: Uint8Array): void {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.length);
  socket.write(Buffer.concat([length, bytes]));
}

/** The receiver's side; the peer is a part of this bench. */
export function hearRecords(socket: Socket, hear: (bytes: Uint8Array) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= LENGTH_BYTES && rest.length >= LENGTH_BYTES + rest.readUInt32BE(0)) {
      const end = LENGTH_BYTES + rest.readUInt32BE(0);
      const record = rest.subarray(LENGTH_BYTES, end);
      rest = rest.subarray(end);
      hear(record);
    }
  });
}
