import { constants } from 'node:fs';
import { err, errorText, ok, type Result } from '@baylink/kernel';

/** The C functions that make a pseudo-terminal, typed for JavaScript. Failures come back as a non-zero number. */
export interface PtyLibrary {
  /** A new master's descriptor, or -1. */
  openMaster(): number;
  grant(master: number): number;
  unlock(master: number): number;
  /** Path of the slave, or `undefined`. */
  slavePath(master: number): string | undefined;
  /** No echo, no line editing, eight bits: bytes pass as they are. */
  makeRaw(fd: number): boolean;
  /** Bits per second that the slave's owner has set last; `undefined` where this machine does not tell. */
  speed(master: number): number | undefined;
}

/** Room for any `struct termios`: 60 bytes on Linux, 72 on macOS. Its inside is never looked at here. */
const TERMIOS_ROOM = 256;
const PATH_ROOM = 128;
/** Linux has speeds that are no constants of POSIX in `struct termios2`, with the output's in its last four bytes of 44. */
const TCGETS2 = 0x80_2c_54_2a;
const OUTPUT_SPEED = 40;
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
    const control =
      process.platform === 'linux'
        ? libc.func('int ioctl(int fd, unsigned long request, _Out_ uint8_t *out)')
        : undefined;
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
      speed: (master) => {
        const termios = Buffer.alloc(TERMIOS_ROOM);
        return control?.(master, TCGETS2, termios) === 0 ? termios.readUInt32LE(OUTPUT_SPEED) : undefined;
      },
    });
  } catch (cause) {
    return err(noPty(errorText(cause)));
  }
}

const noPty = (why: string): string =>
  `This machine cannot make a pseudo-terminal (${why}): leave --slcan out and use --doip, or run the vehicle on Linux or macOS.`;
