import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { alterPlan } from './alter-plan.js';

/**
 * A broker that cheats: it stands between an expert and the real one, passes everything on, and changes every plan on its way.
 * It has no key of anybody.
 */
export class AlteringRelay {
  /** Plans that were changed so far. */
  altered = 0;
  private broker = '';
  private readonly sockets = new WebSocketServer({ noServer: true });

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (incoming, outgoing) => this.pass(incoming, outgoing));
    server.on('upgrade', (incoming, socket, head) => this.upgrade(incoming, socket, head));
  }

  static async open(): Promise<AlteringRelay> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return new AlteringRelay(server, `http://127.0.0.1:${port}`);
  }

  /** Where the real broker is. */
  lead(broker: string): void {
    this.broker = broker;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets.clients) socket.terminate();
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private pass(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const { method, headers, url } = incoming;
    const onward = request(new URL(url ?? '/', this.broker), { ...(method ? { method } : {}), headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  }

  private upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const target = new URL(incoming.url ?? '/', this.broker.replace('http', 'ws'));
    const { host = '' } = incoming.headers;
    const broker = new WebSocket(target, { headers: { host }, perMessageDeflate: false });
    broker.on('error', () => socket.destroy());
    broker.on('open', () => {
      this.sockets.handleUpgrade(incoming, socket, head, (expert) => this.join(expert, broker));
    });
  }

  private join(expert: WebSocket, broker: WebSocket): void {
    expert.on('message', (data, binary) => {
      const text = String(data);
      const changed = binary ? undefined : alterPlan(text);
      if (changed !== undefined) this.altered += 1;
      broker.send(binary ? data : (changed ?? text), { binary });
    });
    broker.on('message', (data, binary) => expert.send(binary ? data : String(data), { binary }));
    expert.on('close', () => broker.close());
    broker.on('close', () => expert.close());
  }
}
