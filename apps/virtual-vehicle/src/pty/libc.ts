import { constants } from 'node:fs';
import { err, ok, type Result } from '@baylink/kernel';

/** The six C functions that make a pseudo-terminal, typed for JavaScript. Failures come back as a non-zero number. */
export interface PtyLibrary {
  /** A new master's descriptor, or -1. */
  openMaster(): number;
  grant(master: number): number;
  unlock(master: number): number;
  /** Path of the slave, or `undefined`. */
  slavePath(master: number): string | undefined;
  /** No echo, no line editing, eight bits: bytes pass as they are. */
  makeRaw(fd: number): boolean;
}

/** Room for any `struct termios`: 60 bytes on Linux, 72 on macOS. Its inside is never looked at here. */
const TERMIOS_ROOM = 256;
const PATH_ROOM = 128;
const TCSANOW = 0;
/** The same words have different numbers on Linux and macOS: they come from this machine's own headers. */
const MASTER_FLAGS = constants.O_RDWR | constants.O_NOCTTY;

/** Finds the functions in the C library of this process; the sentence says what to use where there is none. */
export async function loadPtyLibrary(): Promise<Result<PtyLibrary, string>> {
  if (process.platform === 'win32') return err(noPty('Windows has no pseudo-terminals'));
  try {
    const { default: koffi } = await import('koffi');
    const libc = koffi.load(null);
    const openMaster = libc.func('int posix_openpt(int flags)');
    const grant = libc.func('int grantpt(int fd)');
    const unlock = libc.func('int unlockpt(int fd)');
    const name = libc.func('int ptsname_r(int fd, _Out_ uint8_t *path, size_t room)');
    const getAttributes = libc.func('int tcgetattr(int fd, _Out_ uint8_t *termios)');
    const raw = libc.func('void cfmakeraw(_Inout_ uint8_t *termios)');
    const setAttributes = libc.func('int tcsetattr(int fd, int when, uint8_t *termios)');
    return ok({
      openMaster: () => openMaster(MASTER_FLAGS),
      grant: (master) => grant(master),
      unlock: (master) => unlock(master),
      slavePath: (master) => {
        const path = Buffer.alloc(PATH_ROOM);
        return name(master, path, PATH_ROOM) === 0 ? path.toString('utf8', 0, path.indexOf(0)) : undefined;
      },
      makeRaw: (fd) => {
        const termios = Buffer.alloc(TERMIOS_ROOM);
        if (getAttributes(fd, termios) !== 0) return false;
        raw(termios);
        return setAttributes(fd, TCSANOW, termios) === 0;
      },
    });
  } catch (cause) {
    return err(noPty(cause instanceof Error ? cause.message : String(cause)));
  }
}

const noPty = (why: string): string =>
  `This machine cannot make a pseudo-terminal (${why}): leave --slcan out and use --doip, or run the vehicle on Linux or macOS.`;
