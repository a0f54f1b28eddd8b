import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { err, ok, type Result } from '@baylink/kernel';
import type { Port } from '../port.js';

export interface UnixSocket {
  readonly path: string;
  /** The option that asked for it, such as "--control". */
  readonly flag: string;
  /** What it is, for sentences: "control socket". */
  readonly what: string;
  serve(socket: Socket): void;
}

/** Listens at `path`, for this user alone; everybody who is connected is let go of at the end. */
export async function listenAt({ path, flag, what, serve }: UnixSocket): Promise<Result<Port, string>> {
  const free = await clearDead(path, flag, what);
  if (!free.ok) return free;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  const failure = await listening(server, path);
  if (failure !== undefined)
    return err(`The ${what} cannot be made at ${path} (${failure}): choose a path in a folder you can write.`);
  chmodSync(path, 0o600);
  return ok({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

/** A socket that a killed vehicle left behind is removed; a living one, or any other file, stays. */
async function clearDead(path: string, flag: string, what: string): Promise<Result<void, string>> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return ok();
  if (!there.isSocket()) return err(`${path} exists and is not a ${what}: choose another path for ${flag}.`);
  const alive = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
  if (alive) return err(`${path} is the ${what} of a vehicle that runs: stop it, or choose another path.`);
  rmSync(path);
  return ok();
}

const listening = (server: Server, path: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(path, () => resolve(undefined));
  });

/** Pieces of a stream as lines; a line beyond `limit` ends the connection. */
export function eachLine(socket: Socket, limit: number, take: (line: string) => void): void {
  let rest = '';
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > limit) socket.destroy();
    for (const line of lines) take(line);
  });
}
