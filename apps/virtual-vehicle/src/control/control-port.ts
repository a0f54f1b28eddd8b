import { chmodSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { err, ok, type Result } from '@baylink/kernel';
import type { Port } from '../port.js';
import { answerControl, type ControlContext } from './requests.js';

/** No request is longer. */
const LINE_LIMIT = 64 * 1024;

/** A Unix socket at `path`, for this user alone: JSON requests by the line, an answer to each. */
export async function openControl(path: string, context: ControlContext): Promise<Result<Port, string>> {
  const free = await clearDeadSocket(path);
  if (!free.ok) return free;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, context);
  });
  const failure = await listen(server, path);
  if (failure !== undefined)
    return err(`The control socket cannot be made at ${path} (${failure}): choose a path in a folder you can write.`);
  chmodSync(path, 0o600);
  return ok({
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  });
}

function serve(socket: Socket, context: ControlContext): void {
  let rest = '';
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_LIMIT) socket.destroy();
    for (const line of lines) {
      if (line.trim() === '') continue;
      const answer = answerControl(line, context);
      socket.write(
        `${JSON.stringify(answer.ok ? { ok: true, ...answer.value } : { ok: false, error: answer.error })}\n`,
      );
    }
  });
}

/** A socket that a killed vehicle left behind is removed; a living one, or any other file, stays. */
async function clearDeadSocket(path: string): Promise<Result<void, string>> {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) return ok();
  if (!there.isSocket()) return err(`${path} exists and is not a control socket: choose another path for --control.`);
  const alive = await new Promise<boolean>((resolve) => {
    const probe = connect(path, () => {
      probe.destroy();
      resolve(true);
    });
    probe.on('error', () => resolve(false));
  });
  if (alive) return err(`${path} is the control socket of a vehicle that runs: stop it, or choose another path.`);
  rmSync(path);
  return ok();
}

const listen = (server: Server, path: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    server.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
    server.listen(path, () => resolve(undefined));
  });
