import { createServer, type Server, type Socket } from 'node:net';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { RunningCar } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { plugIn } from './elm-adapter.js';
import { parseElmPlace } from './elm-place.js';

/** Such an adapter has a network of its own: loopback is as near as this one comes to it. */
const HOST = '127.0.0.1';

/** The same adapters behind TCP, one host at a time. */
export const elmTcpEntrance: EntranceKind = {
  title: 'ELM TCP',
  flag: '--elm-tcp <port>',
  help: 'the same at a TCP port of loopback, 0 for a free one; PORT?as=… for another adapter',
  open: openElmTcp,
};

async function openElmTcp(text: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>> {
  const parsed = parseElmPlace('--elm-tcp', text);
  if (!parsed.ok) return parsed;
  const { place, who } = parsed.value;
  const wanted = Number(place);
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65535)
    return err(`--elm-tcp ${text}: the port must be a number from 0 to 65535, such as 35000.`);
  let host: Socket | undefined;
  const adapter = plugIn(car, clock, who, 'elm-tcp', (bytes) => void host?.write(bytes));
  const server = createServer({ noDelay: true }, (socket) => {
    if (host !== undefined) {
      socket.destroy();
      return;
    }
    host = socket;
    socket.on('data', (bytes) => adapter.received(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      host = undefined;
    });
  });
  const failure = await listening(server, wanted);
  if (failure !== undefined) {
    adapter.unplug();
    return err(`--elm-tcp ${text}: port ${wanted} cannot be opened (${failure}): choose another one, or 0.`);
  }
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : wanted;
  return ok({
    place: { host: HOST, port, adapter: who.name },
    shown: `${HOST}:${port} (${who.stn?.firmware ?? who.name})`,
    close: async () => {
      adapter.unplug();
      host?.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

const listening = (server: Server, port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, HOST, () => resolve(undefined));
  });
