import { linkSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

const TRIES = 5;
/** One has the link; others hear that it is in use. */
const MOST_CALLERS = 16;

/** A place that this process alone listens at. */
export interface HeldPlace {
  /** Nobody finds this keeper any more; who is connected stays so. */
  release(): void;
}

/**
 * Listens at `path`, unless a living keeper does. A socket that a killed keeper left is taken away. The name is given in
 * one atomic step, so that of two keepers that start together one is the keeper and the other hears `undefined`. (I12)
 */
export async function holdPlace(path: string, accept: (socket: Socket) => void): Promise<HeldPlace | undefined> {
  const server = createServer(accept);
  server.maxConnections = MOST_CALLERS;
  if (process.platform === 'win32') return (await listening(server, path)) ? held(server, path, []) : undefined;
  const own = `${path}.${process.pid}`;
  rmSync(own, { force: true });
  if (!(await listening(server, own))) return undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    if (named(own, path)) return held(server, path, [own]);
    if (await isAlive(path)) break;
    const stale = `${path}.stale.${process.pid}`;
    if (!renamed(path, stale)) continue;
    // Somebody may have begun between the two looks: then it gets its name back.
    const stolen = await isAlive(stale);
    if (stolen) named(stale, path);
    rmSync(stale, { force: true });
    if (stolen) break;
  }
  server.close();
  return undefined;
}

function held(server: Server, path: string, others: readonly string[]): HeldPlace {
  return {
    release() {
      server.close();
      for (const name of others.length > 0 ? [path, ...others] : []) rmSync(name, { force: true });
    },
  };
}

const listening = (server: Server, path: string): Promise<boolean> =>
  new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(path, () => resolve(true));
  });

const isAlive = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

/** A second name for a socket; false when the name is taken. */
function named(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch {
    return false;
  }
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch {
    return false;
  }
}
