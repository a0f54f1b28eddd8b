import { closeSync, constants, openSync } from 'node:fs';
import { ReadStream } from 'node:tty';
import { err, ok, type Result } from '@baylink/kernel';
import { loadPtyLibrary } from './libc.js';
import { clearStaleLink, linkTo, unlinkOwn } from './symlink.js';

/** The master side of a pseudo-terminal whose slave a tester opens like a serial port. */
export interface Pty {
  /** Where the tester opens it. */
  readonly path: string;
  /** The terminal itself, such as `/dev/pts/4`. */
  readonly device: string;
  /** Registers the one listener for what the tester writes. */
  listen(listener: (bytes: Uint8Array) => void): void;
  /** False when the tester does not read and the bytes were dropped, as a full adapter drops them. */
  write(bytes: Uint8Array): boolean;
  /** Back-pressure: while paused, the tester's writes wait in the terminal. */
  pause(): void;
  resume(): void;
  /** Bits per second that the tester has set; `undefined` where this machine does not tell. */
  speed(): number | undefined;
  close(): void;
}

/** Unread bytes towards the tester that are kept, beyond the terminal's own 4 KiB. */
const WRITE_ROOM = 64 * 1024;

/**
 * A raw pseudo-terminal, linked at `path`. One slave descriptor stays open here, so that a tester may come and go
 * without the master seeing an end of file. The link is removed when the process leaves, whichever way it leaves.
 */
export async function openPty(path: string): Promise<Result<Pty, string>> {
  const library = await loadPtyLibrary();
  if (!library.ok) return library;
  const clear = clearStaleLink(path);
  if (!clear.ok) return clear;

  const { openMaster, grant, unlock, slavePath, makeRaw, speed } = library.value;
  const master = openMaster();
  if (master < 0) return err('No pseudo-terminal is free on this machine: close some terminals, or use --doip.');
  const device = grant(master) === 0 && unlock(master) === 0 ? slavePath(master) : undefined;
  if (device === undefined) {
    closeSync(master);
    return err('The new pseudo-terminal could not be unlocked: is /dev/pts mounted? Use --doip meanwhile.');
  }
  const slave = openSync(device, constants.O_RDWR | constants.O_NOCTTY);
  const linked = makeRaw(slave) ? linkTo(device, path) : err(`${device} cannot be set to raw mode: use --doip.`);
  if (!linked.ok) {
    closeSync(slave);
    closeSync(master);
    return linked;
  }

  const removeLink = () => unlinkOwn(device, path);
  process.once('exit', removeLink);
  const stream = new ReadStream(master);
  stream.on('error', () => stream.destroy());
  return ok({
    path,
    device,
    listen: (listener) => {
      stream.on('data', (chunk: Buffer) => listener(new Uint8Array(chunk)));
    },
    write: (bytes) => {
      if (stream.destroyed || stream.writableLength > WRITE_ROOM) return false;
      stream.write(bytes);
      return true;
    },
    pause: () => void stream.pause(),
    resume: () => void stream.resume(),
    speed: () => (stream.destroyed ? undefined : speed(master)),
    close: () => {
      process.off('exit', removeLink);
      removeLink();
      stream.destroy();
      closeSync(slave);
    },
  });
}
