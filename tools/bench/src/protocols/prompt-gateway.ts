import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const HEADER = 8;
const LENGTH_AT = 4;
const ACTIVATION_REQUEST = 0x0005;
const DIAGNOSTIC_MESSAGE = 0x8001;
const GATEWAY = Buffer.of(0x10, 0x00);

/**
 * A unit that answers at once, behind a gateway that does nothing but its duty: constants for every message, acknowledgement
 * and answer in one write. It shares no code with the project, so that what is measured is the tester.
 */
export async function servePrompt(answer: (request: Buffer) => Uint8Array): Promise<number> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    let rest: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      while (rest.length >= HEADER && rest.length >= HEADER + rest.readUInt32BE(LENGTH_AT)) {
        const end = HEADER + rest.readUInt32BE(LENGTH_AT);
        reply(socket, rest.readUInt16BE(2), rest.subarray(HEADER, end), answer);
        rest = rest.subarray(end);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function reply(socket: Socket, type: number, payload: Buffer, answer: (request: Buffer) => Uint8Array): void {
  const tester = payload.subarray(0, 2);
  if (type === ACTIVATION_REQUEST) socket.write(message(0x0006, tester, GATEWAY, Buffer.of(0x10, 0, 0, 0, 0)));
  if (type !== DIAGNOSTIC_MESSAGE) return;
  const unit = payload.subarray(2, 4);
  const acknowledgement = message(0x8002, unit, tester, Buffer.of(0));
  socket.write(
    Buffer.concat([acknowledgement, message(DIAGNOSTIC_MESSAGE, unit, tester, answer(payload.subarray(4)))]),
  );
}

function message(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.of(0x02, 0xfd, type >> 8, type & 0xff, 0, 0, 0, 0);
  header.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    LENGTH_AT,
  );
  return Buffer.concat([header, ...parts]);
}
