import { err, errorText, ok, type Result } from '@baylink/kernel';

/** The C functions behind a raw CAN socket, typed for JavaScript. A failure is the negative number of the C library's `errno`. */
export interface SocketLibrary {
  socket(family: number, type: number, protocol: number): number;
  setOption(fd: number, level: number, name: number, value: Uint8Array): number;
  bind(fd: number, address: Uint8Array): number;
  /** Number of the network interface; 0 for one that does not exist. */
  interfaceIndex(name: string): number;
  write(fd: number, bytes: Uint8Array): number;
  /** A place for one message at a time, to be received into again and again. */
  mailbox(room: number): Mailbox;
  close(fd: number): void;
  /** Length of `struct cmsghdr`, which ends in its type. */
  readonly controlHeader: number;
  /** The name of an `errno`, such as "ENETDOWN". */
  nameOf(errno: number): string;
}

/** Owns memory outside JavaScript's heap, which the kernel writes into; freed by `free`, which is called once. */
export interface Mailbox {
  /** Length of what was received, or the negative `errno`. */
  receive(fd: number): number;
  /** What was received, until the next `receive`. */
  readonly bytes: Uint8Array;
  /** `msg_flags` of the last message. */
  flags(): number;
  /** Bytes of the control messages that came with it. */
  control(): DataView;
  free(): void;
}

const CONTROL_ROOM = 64;

/** Finds the functions in the C library of this process; the reason is the loader's own words. */
export async function loadSocketLibrary(): Promise<Result<SocketLibrary, string>> {
  try {
    const { default: koffi } = await import('koffi');
    const libc = koffi.load(null);
    const socket = libc.func('int socket(int family, int type, int protocol)');
    const setsockopt = libc.func('int setsockopt(int fd, int level, int name, const void *value, uint32_t length)');
    const bind = libc.func('int bind(int fd, const void *address, uint32_t length)');
    const nametoindex = libc.func('unsigned int if_nametoindex(const char *name)');
    const write = libc.func('long write(int fd, const void *bytes, size_t count)');
    const recvmsg = libc.func('long recvmsg(int fd, void *message, int flags)');
    const close = libc.func('int close(int fd)');
    const names = new Map(Object.entries(koffi.os.errno).map(([name, value]) => [value, name]));
    const orErrno = (result: number): number => (result < 0 ? -koffi.errno() : result);

    const ControlHeader = koffi.struct({ length: 'size_t', level: 'int', type: 'int' });
    const Iovec = koffi.struct({ base: 'void *', length: 'size_t' });
    const Header = koffi.struct({
      name: 'void *',
      nameLength: 'uint32_t',
      iov: 'void *',
      iovCount: 'size_t',
      control: 'void *',
      controlLength: 'size_t',
      flags: 'int',
    });

    return ok({
      socket: (family, type, protocol) => orErrno(socket(family, type, protocol)),
      setOption: (fd, level, name, value) => orErrno(setsockopt(fd, level, name, value, value.length)),
      bind: (fd, address) => orErrno(bind(fd, address, address.length)),
      interfaceIndex: (name) => nametoindex(name),
      write: (fd, bytes) => orErrno(write(fd, bytes, bytes.length)),
      mailbox(room) {
        const data = koffi.alloc('uint8_t', room);
        const control = koffi.alloc('uint8_t', CONTROL_ROOM);
        const iov = koffi.alloc(Iovec, 1);
        const header = koffi.alloc(Header, 1);
        koffi.encode(iov, Iovec, { base: data, length: room });
        const blank = { name: null, nameLength: 0, iov, iovCount: 1, control, controlLength: CONTROL_ROOM, flags: 0 };
        const bytes = new Uint8Array(koffi.view(data, room));
        const controlView = new DataView(koffi.view(control, CONTROL_ROOM));
        return {
          bytes,
          receive(fd) {
            koffi.encode(header, Header, blank);
            return orErrno(recvmsg(fd, header, 0));
          },
          flags: () => Number(koffi.decode(header, koffi.offsetof(Header, 'flags'), 'int')),
          control: () => controlView,
          free: () => {
            for (const memory of [data, control, iov, header]) koffi.free(memory);
          },
        };
      },
      close: (fd) => void close(fd),
      controlHeader: koffi.sizeof(ControlHeader),
      nameOf: (errno) => names.get(Math.abs(errno)) ?? `errno ${Math.abs(errno)}`,
    });
  } catch (cause) {
    return err(errorText(cause));
  }
}
