import { endianness } from 'node:os';
import { err, ok, type Result } from '@baylink/kernel';
import { Poller } from '@serialport/bindings-cpp/dist/poller.js';
import type { LinkError } from '../link.js';
import { ALL_ERROR_CLASSES } from './bus-errors.table.js';
import { type InterfaceState, readInterface } from './interface-state.js';
import {
  CAN_EFF_FLAG,
  CAN_RAW,
  CAN_RAW_ERR_FILTER,
  CAN_RAW_FD_FRAMES,
  CAN_RAW_FILTER,
  CAN_RAW_RECV_OWN_MSGS,
  CAN_RTR_FLAG,
  CANFD_MTU,
  MSG_CONFIRM,
  PF_CAN,
  SO_RCVBUF,
  SO_RXQ_OVFL,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_RAW,
  SOL_CAN_RAW,
  SOL_SOCKET,
} from './kernel-constants.js';
import { loadSocketLibrary, type SocketLibrary } from './libc.js';
import * as say from './sentences.js';

export interface RawSocketSettings {
  readonly name: string;
  readonly fd: boolean;
  /** Only these identifiers are delivered, each in its own width; all of them when absent. */
  readonly ids?: readonly { readonly id: number; readonly extended: boolean }[];
}

export type Reading =
  | { readonly kind: 'nothing' }
  /** `dropped` counts, since the socket was opened, what the kernel had no room for. `bytes` hold until the next read. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly own: boolean; readonly dropped: number }
  | { readonly kind: 'failed'; readonly cause: string };

export type Writing = 'taken' | 'full' | { readonly cause: string };

/** A raw CAN socket that never blocks. */
export interface RawSocket {
  read(): Reading;
  write(bytes: Uint8Array): Writing;
  /** Calls back once, as soon as `read` has something to tell. */
  wait(ready: () => void): void;
  close(): void;
}

const LITTLE = endianness() === 'LE';
const RECEIVE_BUFFER = 4 * 1024 * 1024;
const NOTHING_YET = new Set(['EAGAIN', 'EWOULDBLOCK', 'EINTR']);
const NO_ROOM = new Set(['ENOBUFS', 'EAGAIN', 'EWOULDBLOCK', 'EINTR']);

const words = (...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (const [at, value] of values.entries()) view.setUint32(at * 4, value, LITTLE);
  return new Uint8Array(view.buffer);
};

const STATE_FAULTS: {
  readonly [kind in Exclude<InterfaceState['kind'], 'up'>]: (name: string) => LinkError;
} = { absent: say.noInterface, 'not-can': say.notCan, down: say.isDown };

/** Opens a socket on one CAN interface, or says what is missing and how it is put right. */
export async function openRawSocket(settings: RawSocketSettings): Promise<Result<RawSocket, LinkError>> {
  const { name } = settings;
  if (process.platform !== 'linux') return err(say.notLinux(process.platform));
  const loaded = await loadSocketLibrary();
  if (!loaded.ok) return err(say.noLibrary(loaded.error));
  const libc = loaded.value;
  const fd = libc.socket(PF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW);
  if (fd < 0) return err(socketFailure(name, libc.nameOf(fd)));
  const fault = prepare(libc, fd, settings);
  if (fault === undefined) return ok(new KernelSocket(libc, fd));
  libc.close(fd);
  return err(fault);
}

const socketFailure = (name: string, cause: string): LinkError =>
  cause === 'EPERM' || cause === 'EACCES' ? say.notAllowed(name, cause) : say.noSocketCan(cause);

/** Filters stand before the socket is bound: nothing that was not asked for is ever in its queue. */
function prepare(libc: SocketLibrary, fd: number, settings: RawSocketSettings): LinkError | undefined {
  const { name } = settings;
  const state = readInterface(name);
  if (state.kind !== 'up') return STATE_FAULTS[state.kind](name);
  if (settings.fd && !state.fd) return say.noFd(name);
  const options: readonly (readonly [level: number, option: number, value: Uint8Array])[] = [
    [SOL_SOCKET, SO_RCVBUF, words(RECEIVE_BUFFER)],
    [SOL_SOCKET, SO_RXQ_OVFL, words(1)],
    [SOL_CAN_RAW, CAN_RAW_RECV_OWN_MSGS, words(1)],
    [SOL_CAN_RAW, CAN_RAW_ERR_FILTER, words(ALL_ERROR_CLASSES)],
    ...(settings.fd ? [[SOL_CAN_RAW, CAN_RAW_FD_FRAMES, words(1)] as const] : []),
    ...(settings.ids ? [[SOL_CAN_RAW, CAN_RAW_FILTER, words(...settings.ids.flatMap(filterOf))] as const] : []),
  ];
  for (const [level, option, value] of options) {
    const result = libc.setOption(fd, level, option, value);
    if (result < 0) return say.openFailure(name, libc.nameOf(result));
  }
  const index = libc.interfaceIndex(name);
  if (index === 0) return say.noInterface(name);
  const bound = libc.bind(fd, addressOf(index));
  return bound < 0 ? say.openFailure(name, libc.nameOf(bound)) : undefined;
}

/** `struct can_filter`: identifier with its width, and a mask that compares both and leaves out remote frames. */
const filterOf = ({ id, extended }: { readonly id: number; readonly extended: boolean }): number[] =>
  extended ? [id + CAN_EFF_FLAG, CAN_EFF_FLAG + CAN_RTR_FLAG + 0x1fff_ffff] : [id, CAN_EFF_FLAG + CAN_RTR_FLAG + 0x7ff];

/** `struct sockaddr_can`: family, two bytes of nothing, index, and the addresses that only ISO-TP uses. */
function addressOf(index: number): Uint8Array {
  const address = new Uint8Array(24);
  const view = new DataView(address.buffer);
  view.setUint16(0, PF_CAN, LITTLE);
  view.setInt32(4, index, LITTLE);
  return address;
}

/**
 * One poller for each number that a descriptor of ours has ever had, stopped while it is not in use and never given up:
 * a poller that is collected as garbage takes its number out of the event loop, whoever has that number by then.
 */
const POLLERS = new Map<number, Poller>();

function pollerOf(fd: number): Poller {
  const poller = POLLERS.get(fd) ?? new Poller(fd);
  POLLERS.set(fd, poller);
  return poller;
}

class KernelSocket implements RawSocket {
  readonly #poller: Poller;
  readonly #mailbox;
  #phase: 'open' | 'closed' = 'open';

  constructor(
    private readonly libc: SocketLibrary,
    private readonly fd: number,
  ) {
    this.#poller = pollerOf(fd);
    this.#mailbox = libc.mailbox(CANFD_MTU);
  }

  read(): Reading {
    if (this.#phase === 'closed') return { kind: 'nothing' };
    const length = this.#mailbox.receive(this.fd);
    if (length < 0) {
      const cause = this.libc.nameOf(length);
      return NOTHING_YET.has(cause) ? { kind: 'nothing' } : { kind: 'failed', cause };
    }
    const bytes = this.#mailbox.bytes.subarray(0, length);
    return { kind: 'bytes', bytes, own: (this.#mailbox.flags() & MSG_CONFIRM) !== 0, dropped: this.#dropped() };
  }

  write(bytes: Uint8Array): Writing {
    const result = this.libc.write(this.fd, bytes);
    if (result >= 0) return 'taken';
    const cause = this.libc.nameOf(result);
    return NO_ROOM.has(cause) ? 'full' : { cause };
  }

  wait(ready: () => void): void {
    this.#poller.once('readable', () => {
      if (this.#phase === 'open') ready();
    });
  }

  close(): void {
    if (this.#phase === 'closed') return;
    this.#phase = 'closed';
    this.#poller.stop();
    this.libc.close(this.fd);
    this.#mailbox.free();
  }

  /** `struct cmsghdr` of SO_RXQ_OVFL: length and level in the machine's word size, then the type, then the count. */
  #dropped(): number {
    const control = this.#mailbox.control();
    const header = this.libc.controlHeader;
    return control.getInt32(header - 4, LITTLE) === SO_RXQ_OVFL ? control.getUint32(header, LITTLE) : 0;
  }
}
