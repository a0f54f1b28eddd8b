import type { LongSize } from '@baylink/protocols/j2534';
import koffi, { type LibraryHandle } from 'koffi';

/** Memory that a library reads or fills. */
type Room = Uint8Array | null;
type Code = number;

/** What both versions have alike: numbers by value, everything else as bytes in memory. */
interface Functions {
  open(name: string | null, device: Room): Code;
  close(device: number): Code;
  disconnect(channel: number): Code;
  read(channel: number, messages: Room, count: Room, timeout: number): Code;
  stopFilter(channel: number, filter: number): Code;
  readVersion(device: number, firmware: Room, dll: Room, api: Room): Code;
  lastError(text: Room): Code;
  ioctl(handle: number, ioctl: number, input: Room, output: Room): Code;
}

export interface Library0404 extends Functions {
  readonly api: '04.04';
  connect(device: number, protocol: number, flags: number, bitRate: number, channel: Room): Code;
  write(channel: number, messages: Room, count: Room, timeout: number): Code;
  startFilter(channel: number, type: number, mask: Room, pattern: Room, flowControl: Room, filter: Room): Code;
}

/** Pins of the vehicle's plug, which PassThruConnect of 05.00 takes by value. */
export interface NativeResource {
  readonly connector: number;
  readonly count: number;
  readonly pins: bigint;
}

export interface Library0500 extends Functions {
  readonly api: '05.00';
  scan(count: Room): Code;
  next(device: Room): Code;
  connect(
    device: number,
    protocol: number,
    flags: number,
    bitRate: number,
    resource: NativeResource,
    channel: Room,
  ): Code;
  logicalConnect(channel: number, protocol: number, flags: number, descriptor: Room, logical: Room): Code;
  logicalDisconnect(logical: number): Code;
  select(channels: Room, type: number, timeout: number): Code;
  queue(channel: number, messages: Room, count: Room): Code;
  startFilter(channel: number, type: number, mask: Room, pattern: Room, filter: Room): Code;
}

export type NativeLibrary = Library0404 | Library0500;
export type CommonFunctions = Functions & { readonly api: NativeLibrary['api'] };

/** Where a buffer is, for memory that holds pointers. The buffer must be kept until the call is over. */
export const addressOf = (bytes: Uint8Array): bigint => koffi.address(bytes);

/** SetProgrammingVoltage is deliberately not bound: nothing in this house puts a voltage on a pin. */
const ALIKE = {
  open: 'PassThruOpen(const char *name, _Inout_ uint8_t *device)',
  close: 'PassThruClose(ulong device)',
  disconnect: 'PassThruDisconnect(ulong channel)',
  read: 'PassThruReadMsgs(ulong channel, _Inout_ uint8_t *messages, _Inout_ uint8_t *count, ulong timeout)',
  stopFilter: 'PassThruStopMsgFilter(ulong channel, ulong filter)',
  readVersion:
    'PassThruReadVersion(ulong device, _Inout_ uint8_t *firmware, _Inout_ uint8_t *dll, _Inout_ uint8_t *api)',
  lastError: 'PassThruGetLastError(_Inout_ uint8_t *text)',
  ioctl: 'PassThruIoctl(ulong handle, ulong id, _Inout_ uint8_t *input, _Inout_ uint8_t *output)',
} as const;

const ONLY_0404 = {
  connect: 'PassThruConnect(ulong device, ulong protocol, ulong flags, ulong rate, _Inout_ uint8_t *channel)',
  write: 'PassThruWriteMsgs(ulong channel, _Inout_ uint8_t *messages, _Inout_ uint8_t *count, ulong timeout)',
  startFilter:
    'PassThruStartMsgFilter(ulong channel, ulong type, _Inout_ uint8_t *mask, _Inout_ uint8_t *pattern, _Inout_ uint8_t *flow, _Inout_ uint8_t *filter)',
} as const;

const ONLY_0500 = {
  scan: 'PassThruScanForDevices(_Inout_ uint8_t *count)',
  next: 'PassThruGetNextDevice(_Inout_ uint8_t *device)',
  connect:
    'PassThruConnect(ulong device, ulong protocol, ulong flags, ulong rate, PassThruResource resource, _Inout_ uint8_t *channel)',
  logicalConnect:
    'PassThruLogicalConnect(ulong channel, ulong protocol, ulong flags, _Inout_ uint8_t *descriptor, _Inout_ uint8_t *logical)',
  logicalDisconnect: 'PassThruLogicalDisconnect(ulong logical)',
  select: 'PassThruSelect(_Inout_ uint8_t *channels, ulong type, ulong timeout)',
  queue: 'PassThruQueueMsgs(ulong channel, _Inout_ uint8_t *messages, _Inout_ uint8_t *count)',
  startFilter:
    'PassThruStartMsgFilter(ulong channel, ulong type, _Inout_ uint8_t *mask, _Inout_ uint8_t *pattern, _Inout_ uint8_t *filter)',
} as const;

/** Windows has one for the functions of its libraries, which differs from that of C on 32-bit processors. */
const CALLING_CONVENTION = process.platform === 'win32' ? '__stdcall ' : '';

/**
 * Loads it into this process, which the library may crash or hang from here on. Throws what the loader says. Which of the
 * two versions it speaks is told by the function that sends.
 */
export function loadNativeLibrary(path: string, long: LongSize): NativeLibrary {
  const library = koffi.load(path);
  const [unsigned, signed] = long === 4 ? ['uint32_t', 'int32_t'] : ['uint64_t', 'int64_t'];
  const bind = (declarations: Readonly<Record<string, string>>): object =>
    Object.fromEntries(
      Object.entries(declarations).map(([name, declaration]) => [
        name,
        library.func(`${signed} ${CALLING_CONVENTION}${declaration.replaceAll('ulong', unsigned)}`),
      ]),
    );
  const bound = <L>(declarations: Readonly<Record<string, string>>, api: string): L =>
    ({ api, ...bind(ALIKE), ...bind(declarations) }) as L;
  if (!has(library, 'void PassThruQueueMsgs()')) return bound<Library0404>(ONLY_0404, '04.04');
  koffi.struct('PassThruResource', { connector: unsigned, count: unsigned, pins: 'uintptr_t' });
  return bound<Library0500>(ONLY_0500, '05.00');
}

function has(library: LibraryHandle, declaration: string): boolean {
  try {
    library.func(declaration);
    return true;
  } catch {
    return false;
  }
}
