import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Line, Weather } from './line.js';
import { SlowStream } from './slow-stream.js';

const HOST = '127.0.0.1';
const LOOK_MS = 50;

/**
 * For machines without networks of one's own: relays on loopback that hold bytes up. Above TCP, so that neither handshakes nor
 * congestion are seen; what is measured over it is labelled.
 */
export async function openRelayLine(chance: () => number): Promise<Line> {
  let weather: Weather = { rtt: 0, loss: 0, cut: false };
  const relays: Server[] = [];
  const open = async (target: () => number): Promise<number> => {
    const server = createServer({ noDelay: true }, (near) => {
      const far = connect({ host: HOST, port: target(), noDelay: true });
      pass(near, far, () => weather, chance);
      pass(far, near, () => weather, chance);
    });
    server.listen(0, HOST);
    await once(server, 'listening');
    relays.push(server);
    return (server.address() as AddressInfo).port;
  };
  let broker = 0;
  const url = `http://${HOST}:${await open(() => broker)}`;
  return {
    name: 'a relay above TCP, because there are no two networks here',
    near: HOST,
    command: [],
    house: {
      shopsWay: {
        url,
        lead: (brokerUrl) => {
          broker = Number(new URL(brokerUrl).port);
        },
      },
    },
    async change(next) {
      weather = next;
    },
    through: (port) => open(() => port),
    async close() {
      for (const relay of relays) relay.close();
    },
  };
}

function pass(from: Socket, to: Socket, weather: () => Weather, chance: () => number): void {
  const stream = new SlowStream(chance);
  const waiting: { readonly bytes: Buffer; readonly due: number }[] = [];
  let timer: NodeJS.Timeout | undefined;
  const deliver = (): void => {
    timer = undefined;
    const now = performance.now();
    if (!weather().cut)
      for (let next = waiting[0]; next !== undefined && next.due <= now; next = waiting[0]) {
        waiting.shift();
        to.write(next.bytes);
      }
    const [next] = waiting;
    if (next !== undefined) timer = setTimeout(deliver, weather().cut ? LOOK_MS : next.due - now);
  };
  from.on('data', (bytes: Buffer) => {
    waiting.push({ bytes, due: stream.due(performance.now(), bytes.length, weather()) });
    if (timer === undefined) deliver();
  });
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
}
