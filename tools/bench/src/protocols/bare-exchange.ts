import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Bytes of one request and of everything that comes back for it. */
export interface ExchangeSizes {
  readonly request: number;
  readonly reply: number;
}

/** The other side of `BareExchange`, on a free port of loopback: the same sizes again and again. */
export async function serveBare(sizes: readonly ExchangeSizes[]): Promise<{ server: Server; port: number }> {
  const server = createServer({ noDelay: true }, (socket) => {
    const waits = counted(socket);
    const serve = (index: number): void =>
      waits(sizes[index]?.request ?? 0, () => {
        socket.write(Buffer.alloc(sizes[index]?.reply ?? 0));
        serve((index + 1) % sizes.length);
      });
    serve(0);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

/**
 * Messages of given sizes over TCP and nothing else: each side counts bytes. What comes back for one request is written
 * in one piece, as a gateway writes acknowledgement and answer.
 */
export class BareExchange {
  private constructor(
    private readonly socket: Socket,
    private readonly sizes: readonly ExchangeSizes[],
  ) {}

  static async open(port: number, sizes: readonly ExchangeSizes[]): Promise<BareExchange> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new BareExchange(socket, sizes);
  }

  /** Every message once. */
  run(): Promise<void> {
    return new Promise((resolve) => {
      const waits = counted(this.socket);
      const ask = (index: number): void => {
        const size = this.sizes[index];
        if (size === undefined) {
          this.socket.removeAllListeners('data');
          resolve();
          return;
        }
        waits(size.reply, () => ask(index + 1));
        this.socket.write(Buffer.alloc(size.request));
      };
      ask(0);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}

/** Calls back when so many more bytes have come. */
function counted(socket: Socket): (bytes: number, then: () => void) => void {
  let missing = Number.POSITIVE_INFINITY;
  let next: () => void = () => undefined;
  socket.on('data', (chunk) => {
    missing -= chunk.length;
    if (missing <= 0) next();
  });
  return (bytes, then) => {
    missing = bytes;
    next = then;
  };
}
