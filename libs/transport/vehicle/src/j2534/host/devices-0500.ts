import {
  designated,
  deviceRoom,
  type FoundDevice,
  foundDevice,
  LONGEST_NAME,
  type LongSize,
  RETURN_CODE,
} from '@baylink/protocols/j2534';
import type { Library0500 } from './native-library.js';
import { numberIn, numberRoom } from './native-numbers.js';
import { type CallOutcome, outcomeOf } from './session.js';

type Choice = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly outcome: CallOutcome };

/** More than one computer has; a library that counts on is not followed. */
const MOST_DEVICES = 64;

/** The name for PassThruOpen: the one that was given, or the first device that is there and that nobody uses. */
export function chooseDevice(library: Library0500, given: string | undefined, long: LongSize): Choice {
  if (given !== undefined) return named(given);
  const count = numberRoom(long);
  const code = library.scan(count);
  if (code !== RETURN_CODE.STATUS_NOERROR)
    return { ok: false, outcome: outcomeOf(library, 'PassThruScanForDevices', code) };
  const found = devices(library, Math.min(numberIn(count), MOST_DEVICES), long);
  const free = found.find(({ inUse }) => !inUse) ?? found[0];
  if (free !== undefined) return named(free.name);
  const none = {
    call: 'PassThruScanForDevices',
    code: RETURN_CODE.ERR_DEVICE_NOT_CONNECTED,
    detail: 'no device found',
  };
  return { ok: false, outcome: { ok: false, failure: none, value: 0 } };
}

function devices(library: Library0500, count: number, long: LongSize): FoundDevice[] {
  const found: FoundDevice[] = [];
  while (found.length < count) {
    const room = deviceRoom(long);
    if (library.next(room) !== RETURN_CODE.STATUS_NOERROR) break;
    found.push(foundDevice(room));
  }
  return found;
}

function named(device: string): Choice {
  const name = designated(device);
  if (name.length <= LONGEST_NAME) return { ok: true, name };
  const detail = `a device name has at most ${LONGEST_NAME} characters with its designation, this one ${name.length}`;
  return {
    ok: false,
    outcome: { ok: false, failure: { call: 'PassThruOpen', code: RETURN_CODE.ERR_OPEN_FAILED, detail }, value: 0 },
  };
}
