import koffi, { type LibraryHandle } from 'koffi';
import type { ApiVersion } from './talk.js';

/** Memory that a library reads or fills. */
type Room = Uint8Array | null;
type Code = number;

/** The functions of a pass-thru library, as they are in memory: numbers by value, everything else as bytes. */
export interface NativeLibrary {
  readonly api: ApiVersion;
  open(name: string | null, device: Room): Code;
  close(device: number): Code;
  connect(device: number, protocol: number, flags: number, bitRate: number, channel: Room): Code;
  disconnect(channel: number): Code;
  read(channel: number, messages: Room, count: Room, timeout: number): Code;
  write(channel: number, messages: Room, count: Room, timeout: number): Code;
  startFilter(channel: number, type: number, mask: Room, pattern: Room, flowControl: Room, filter: Room): Code;
  stopFilter(channel: number, filter: number): Code;
  readVersion(device: number, firmware: Room, dll: Room, api: Room): Code;
  lastError(text: Room): Code;
  ioctl(handle: number, ioctl: number, input: Room, output: Room): Code;
}

/** Where a buffer is, for memory that holds pointers. The buffer must be kept until the call is over. */
export const addressOf = (bytes: Uint8Array): bigint => koffi.address(bytes);

/** SetProgrammingVoltage is deliberately not bound: nothing in this house puts a voltage on a pin. */
const DECLARATIONS = {
  open: 'long __stdcall PassThruOpen(const char *name, _Inout_ uint8_t *device)',
  close: 'long __stdcall PassThruClose(unsigned long device)',
  connect:
    'long __stdcall PassThruConnect(unsigned long device, unsigned long protocol, unsigned long flags, unsigned long rate, _Inout_ uint8_t *channel)',
  disconnect: 'long __stdcall PassThruDisconnect(unsigned long channel)',
  read: 'long __stdcall PassThruReadMsgs(unsigned long channel, _Inout_ uint8_t *messages, _Inout_ uint8_t *count, unsigned long timeout)',
  write:
    'long __stdcall PassThruWriteMsgs(unsigned long channel, _Inout_ uint8_t *messages, _Inout_ uint8_t *count, unsigned long timeout)',
  startFilter:
    'long __stdcall PassThruStartMsgFilter(unsigned long channel, unsigned long type, _Inout_ uint8_t *mask, _Inout_ uint8_t *pattern, _Inout_ uint8_t *flow, _Inout_ uint8_t *filter)',
  stopFilter: 'long __stdcall PassThruStopMsgFilter(unsigned long channel, unsigned long filter)',
  readVersion:
    'long __stdcall PassThruReadVersion(unsigned long device, _Inout_ uint8_t *firmware, _Inout_ uint8_t *dll, _Inout_ uint8_t *api)',
  lastError: 'long __stdcall PassThruGetLastError(_Inout_ uint8_t *text)',
  ioctl:
    'long __stdcall PassThruIoctl(unsigned long handle, unsigned long id, _Inout_ uint8_t *input, _Inout_ uint8_t *output)',
} as const;

/** Loads it into this process, which the library may crash or hang from here on. Throws what the loader says. */
export function loadNativeLibrary(path: string): NativeLibrary {
  const library = koffi.load(path);
  if (has(library, 'long __stdcall PassThruQueueMsgs(unsigned long channel, void *messages, void *count)'))
    throw new Error('it has the interface of version 05.00, and only 04.04 is spoken here');
  const bound = Object.entries(DECLARATIONS).map(([name, declaration]) => [name, library.func(declaration)]);
  return { api: '04.04', ...Object.fromEntries(bound) };
}

function has(library: LibraryHandle, declaration: string): boolean {
  try {
    library.func(declaration);
    return true;
  } catch {
    return false;
  }
}
