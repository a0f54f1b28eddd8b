import { basename } from 'node:path';
import { type Millis, showHex } from '@baylink/kernel';
import { type BinaryClass, RETURN_CODE, returnCodeName } from '@baylink/protocols/j2534';
import type { LinkError, UnitAddress } from '../link.js';
import type { CallFailure } from './host/talk.js';

const name = (library: string): string => `The pass-thru library ${basename(library)}`;

/** What to do next, and what kind of failure it is, where the code tells. */
const KNOWN: ReadonlyMap<number, { readonly kind: LinkError['kind']; readonly next: string }> = new Map([
  [RETURN_CODE.ERR_DEVICE_NOT_CONNECTED, { kind: 'lost', next: 'plug the adapter in and open the link again' }],
  [RETURN_CODE.ERR_INVALID_CHANNEL_ID, { kind: 'lost', next: 'open the link again' }],
  [RETURN_CODE.ERR_INVALID_DEVICE_ID, { kind: 'lost', next: 'open the link again' }],
  [RETURN_CODE.ERR_DEVICE_NOT_OPEN, { kind: 'lost', next: 'open the link again' }],
  [RETURN_CODE.ERR_TIMEOUT, { kind: 'timeout', next: 'check ignition, wiring and whether the unit is on this bus' }],
  [RETURN_CODE.ERR_DEVICE_IN_USE, { kind: 'refused', next: 'close the other program that uses the adapter' }],
  [RETURN_CODE.ERR_CHANNEL_IN_USE, { kind: 'refused', next: 'close the other program that uses the adapter' }],
  [RETURN_CODE.ERR_OPEN_FAILED, { kind: 'refused', next: "run the adapter maker's own test program" }],
  [RETURN_CODE.ERR_NOT_SUPPORTED, { kind: 'unsupported', next: 'use another protocol or adapter' }],
  [RETURN_CODE.ERR_INVALID_PROTOCOL_ID, { kind: 'unsupported', next: 'use another protocol or adapter' }],
  [RETURN_CODE.ERR_INVALID_BAUDRATE, { kind: 'unsupported', next: 'use another bit rate' }],
  [RETURN_CODE.ERR_INVALID_FLAGS, { kind: 'unsupported', next: 'use identifiers of one width only' }],
  [RETURN_CODE.ERR_BUFFER_OVERFLOW, { kind: 'protocol', next: 'keep this computer from other work' }],
]);
const OTHERWISE = { kind: 'refused', next: "run the adapter maker's own test program" } as const;

export function callFailed(library: string, { call, code, detail }: CallFailure): LinkError {
  const { kind, next } = KNOWN.get(code) ?? OTHERWISE;
  const words = detail === '' ? '' : `, "${detail}"`;
  return { kind, message: `${name(library)} answered ${call} with ${returnCodeName(code)}${words}: ${next}.` };
}

export const noLibrary = (library: string, why: string): LinkError => ({
  kind: 'lost',
  message: `${library} cannot be read (${why}): give the path of the adapter's pass-thru library.`,
});

export const notALibrary = (library: string): LinkError => ({
  kind: 'unsupported',
  message: `${library} is no shared library of a known processor: give the .dll or .so that came with the adapter.`,
});

/** `found` is what there is; `place` is where a fitting one is found by itself. */
export const wrongProcessor = (
  library: string,
  { format, bits, architecture }: BinaryClass,
  found: { readonly node: string; readonly architecture: string },
  place: string | undefined,
): LinkError => ({
  kind: 'unsupported',
  message: `${name(library)} is made for ${architecture} (${format}, ${bits} bits), and ${found.node} is ${found.architecture}: install a Node.js for ${architecture} beside this one${place === undefined ? '' : ` (at ${place} it is found by itself)`} and name it with ?node=PATH.`,
});

export const noBinding = (node: string, wanted: string): LinkError => ({
  kind: 'unsupported',
  message: `The Node.js at ${node} fits the library but finds no ${wanted.replace(/@[^@]*$/, '')}, with which it calls it: run "npm install --no-save --force ${wanted}" where Baylink is installed, and open the link again.`,
});

export const noNode = (node: string, why: string): LinkError => ({
  kind: 'unsupported',
  message: `The Node.js at ${node} does not run (${why}): give the path of a node program that fits the library.`,
});

export const notLoaded = (library: string, why: string): LinkError => ({
  kind: 'unsupported',
  message: `${name(library)} cannot be used (${why}): install the adapter's driver anew, or take another library.`,
});

export const hangs = (library: string, call: string, limit: Millis): LinkError => ({
  kind: 'lost',
  message: `${name(library)} did not come back from "${call}" within ${limit} ms and its process was ended: check the adapter's cable, update its driver and open the link again.`,
});

export const crashed = (library: string, how: string): LinkError => ({
  kind: 'lost',
  message: `${name(library)} crashed its own process (${how}) and nothing else: check the adapter, update its driver and open the link again.`,
});

export const notOpen = (library: string): LinkError => ({
  kind: 'lost',
  message: `The link through ${basename(library)} is not open: open it before anything is sent.`,
});

export const tooManyCalls = (library: string, limit: number): LinkError => ({
  kind: 'refused',
  message: `${limit} calls already wait for ${basename(library)}: send no more until some of them are through.`,
});

const unitName = ({ logical, can }: UnitAddress): string =>
  `unit ${showHex(logical, 4)} (CAN ${showHex(can.request, 3)}/${showHex(can.response, 3)})`;

export const unknownUnit = (unit: UnitAddress): LinkError => ({
  kind: 'refused',
  message: `No ${unitName(unit)} belongs to this link: name one of the units it was opened for.`,
});

export const otherAddressing = (unit: UnitAddress): LinkError => ({
  kind: 'unsupported',
  message: `The ${unitName(unit)} has ${unit.can.format} addressing, which the adapter is not asked for: open the link with ?protocol=can.`,
});

export const badLength = (length: number, limit: number): LinkError => ({
  kind: 'refused',
  message: `A message of ${length} bytes cannot be sent here: give it 1 to ${limit} bytes.`,
});

export const damaged = (unit: UnitAddress): LinkError => ({
  kind: 'protocol',
  message: `A message of ${unitName(unit)} was padded wrongly and is dropped: check the unit and the wiring.`,
});
