import { bytesOf, err, ok, type Result, unreachable } from '@baylink/kernel';
import { encodeScaling, NRC, type Nrc, type Scaling } from '@baylink/protocols/uds';
import { DID } from './dids.js';
import type { LiveDid, UnitProfile } from './profile.js';

const TEXT = 0x6;
const UNSIGNED = 0x0;
const FORMULA = 0x9;
const UNIT = 0xa;
const MAX_NIBBLE = 15;

/** 0x24: texts, and the live values with their formula and unit. Others are NRC 0x31. */
export function readScaling(did: number, profile: UnitProfile): Result<Uint8Array, Nrc> {
  const text = did === DID.hardwareId ? profile.hardwareId : profile.identification.get(did);
  if (text !== undefined) return ok(encodeScaling(textScaling(text.length)));
  const live = profile.live.find((entry) => entry.did === did);
  return live === undefined ? err(NRC.requestOutOfRange) : ok(encodeScaling(liveScaling(live)));
}

/** A text of more than 15 bytes takes more than one scalingByte. */
function textScaling(length: number): Scaling[] {
  const scaling: Scaling[] = [];
  for (let rest = length; rest > 0; rest -= MAX_NIBBLE)
    scaling.push({ type: TEXT, length: Math.min(rest, MAX_NIBBLE), extension: new Uint8Array() });
  return scaling;
}

const unsigned = (length: number): Scaling => ({ type: UNSIGNED, length, extension: new Uint8Array() });
const unit = (code: number): Scaling => ({ type: UNIT, length: 1, extension: bytesOf(code) });
/** Formula 0x00, y = C0 * x + C1; a constant is a power of ten in the high nibble and its factor. (ISO 14229-1 annex C) */
const linear = (c0: number): Scaling => ({
  type: FORMULA,
  length: 5,
  extension: bytesOf(0x00, c0 >> 8, c0 & 0xff, 0, 0),
});
const THOUSANDTH = 0xd001;
const QUARTER = 0xe019;
const KILOMETRES_PER_HOUR = 0x30;

function liveScaling({ signal }: LiveDid): Scaling[] {
  switch (signal) {
    case 'supply':
      return [unsigned(2), linear(THOUSANDTH)];
    case 'rpm':
      return [unsigned(2), linear(QUARTER)];
    case 'speed':
      return [unsigned(1), unit(KILOMETRES_PER_HOUR)];
    case 'ignition':
      return [unsigned(1)];
    default:
      return unreachable(signal);
  }
}
