import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

const HEADER = 8;
const LENGTH_AT = 4;
const ACTIVATION_REQUEST = 0x0005;
const DIAGNOSTIC_MESSAGE = 0x8001;

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

/** Both addresses change places in what comes back. */
function reply(socket: Socket, type: number, payload: Buffer, answer: (request: Buffer) => Uint8Array): void {
  if (type === ACTIVATION_REQUEST) socket.write(activated(payload));
  if (type === DIAGNOSTIC_MESSAGE) socket.write(answered(payload, answer(payload.subarray(ADDRESSES))));
}

const ADDRESSES = 4;
const ACKNOWLEDGEMENT = Buffer.of(0x02, 0xfd, 0x80, 0x02, 0, 0, 0, 5, 0, 0, 0, 0, 0);
const ANSWER = Buffer.of(0x02, 0xfd, 0x80, 0x01, 0, 0, 0, 0, 0, 0, 0, 0);

const activated = (request: Buffer): Buffer =>
  Buffer.of(0x02, 0xfd, 0x00, 0x06, 0, 0, 0, 9, request[0] ?? 0, request[1] ?? 0, 0x10, 0x00, 0x10, 0, 0, 0, 0);

function answered(payload: Buffer, data: Uint8Array): Buffer {
  const reply = Buffer.allocUnsafe(ACKNOWLEDGEMENT.length + ANSWER.length + data.length);
  ACKNOWLEDGEMENT.copy(reply);
  ANSWER.copy(reply, ACKNOWLEDGEMENT.length);
  reply.writeUInt32BE(ADDRESSES + data.length, ACKNOWLEDGEMENT.length + LENGTH_AT);
  for (const at of [HEADER, ACKNOWLEDGEMENT.length + HEADER]) {
    payload.copy(reply, at, 2, 4);
    payload.copy(reply, at + 2, 0, 2);
  }
  reply.set(data, ACKNOWLEDGEMENT.length + ANSWER.length);
  return reply;
}
