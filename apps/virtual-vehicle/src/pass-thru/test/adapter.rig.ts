import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clock, millis, ok } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { frameText, parseFrameLine } from '@baylink/protocols/slcan';
import { compileLibrary, passThruHostScript } from '@baylink/testing';
import type { CanLink, CanLinkEvent } from '@baylink/transport-vehicle';
import { eachLine } from '../../unix-socket/unix-socket.js';

export const clock = systemClock();
/** Waits a fifth of what it is asked for, so that a library that hangs is given up soon. */
export const hastyClock: Clock = {
  ...clock,
  wake: (at, run) => clock.wake(millis(clock.now() + (at - clock.now()) / 5), run),
};
const SOURCES = fileURLToPath(new URL('../../../pass-thru', import.meta.url));
const SOURCES_0500 = join(SOURCES, 'v0500');
/** What the library of 05.00 shares with the other one. */
const SHARED = ['car.c', 'iso-tp.c', 'messages.c'].map((name) => join(SOURCES, name));
const MISBEHAVING = join(SOURCES, 'misbehaving');

/** The libraries of both versions, compiled once for a test file, and the host's script; `skip` says why there is none. */
export async function passThruLibrary() {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-j2534-'));
  const library = compileLibrary(SOURCES, join(folder, 'car.so'));
  const library0500 = compileLibrary(SOURCES_0500, join(folder, 'car-0500.so'), SHARED);
  const misbehaving = compileLibrary(MISBEHAVING, join(folder, 'bad.so'));
  const hostScript = await passThruHostScript();
  return {
    folder,
    library: library.ok ? library.value : '',
    library0500: library0500.ok ? library0500.value : '',
    misbehaving: misbehaving.ok ? misbehaving.value : '',
    skip: library.ok ? undefined : library.error,
    hostScript,
    clear: () => {
      for (const path of [folder, dirname(hostScript)]) rmSync(path, { recursive: true, force: true });
    },
  };
}

let adapters = 0;

/**
 * A bus in this process behind the socket that the library opens; the other node of the bus is a CAN link. `confirm` is
 * called for each frame that has been on the bus, and says so to the library when it likes.
 */
export async function adapterIn(folder: string, battery = 13_850, confirm: (say: () => void) => void = (say) => say()) {
  const path = join(folder, `adapter-${++adapters}`);
  const sockets = new Set<Socket>();
  let toNode: (event: CanLinkEvent) => void = () => {};
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    eachLine(socket, 64, (line) => {
      if (line === 'b') socket.write(`b${battery}\n`);
      const parsed = parseFrameLine(line);
      if (parsed?.kind !== 'data') return;
      confirm(() => socket.write('z\n'));
      toNode({ kind: 'frame', frame: parsed.frame, at: clock.now() });
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const node: CanLink = {
    kind: 'node',
    open: async () => ok(),
    listen: (listener) => {
      toNode = listener;
    },
    send: async (frame) => {
      for (const socket of sockets) socket.write(`${frameText(frame)}\n`);
      return ok();
    },
    close: async () => {},
  };
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    path,
    node,
    cut,
    release: async () => {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
