import type { Machine } from '@baylink/kernel';
import { type CanFrame, MAX_BASE_ID } from '@baylink/protocols/can';
import {
  type CanAddress,
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  functionalAddress,
  ISO_TP_DEFAULTS,
  isoTpChannel,
  unitBytes,
} from '@baylink/protocols/iso-tp';
import type { UnitProfile } from '../unit/profile.js';

/** One of a unit's addresses on CAN, in classic frames or in those of the FD format. */
export interface Line {
  readonly address: CanAddress;
  readonly fd: CanFrame['fd'];
  /** How the unit's channel behaves on this line; the channel's state is the same on every line. */
  readonly channel: Machine<ChannelState, ChannelInput, ChannelOut>;
}

const FD_DL = 64;

export function lineOf(address: CanAddress, fd: CanFrame['fd']): Line {
  const txDl = fd === undefined ? ISO_TP_DEFAULTS.txDl : FD_DL;
  return { address, fd, channel: isoTpChannel({ ...ISO_TP_DEFAULTS, txDl, addressBytes: unitBytes(address) }) };
}

/** The same line when nothing is different, so that most frames change nothing. */
export const lineFor = (line: Line, address: CanAddress, fd: CanFrame['fd']): Line =>
  line.address === address && line.fd?.bitRateSwitch === fd?.bitRateSwitch ? line : lineOf(address, fd);

export function responseFrame({ address: { response }, fd }: Line, data: Uint8Array): CanFrame {
  const frame: CanFrame = { id: response, extended: response > MAX_BASE_ID, data };
  return fd === undefined ? frame : { ...frame, fd };
}

/** Whom a frame is for, seen from one unit. */
export type Heard =
  | { readonly kind: 'own'; readonly address: CanAddress }
  | { readonly kind: 'everybody'; readonly address: CanAddress; readonly addressByte: number | undefined }
  | { readonly kind: 'other' };

const OTHER: Heard = { kind: 'other' };

export function addressee({ can, otherCan }: UnitProfile, frame: CanFrame): Heard {
  const main = heardAt(can, frame);
  if (main.kind !== 'other') return main;
  for (const address of otherCan) {
    const heard = heardAt(address, frame);
    if (heard.kind !== 'other') return heard;
  }
  return OTHER;
}

function heardAt(address: CanAddress, { id, extended, data }: CanFrame): Heard {
  if (extended !== id > MAX_BASE_ID) return OTHER;
  const own = unitBytes(address)?.received;
  if (id === address.request && (own === undefined || own === data[0])) return { kind: 'own', address };
  const functional = functionalAddress(address);
  if (functional === undefined || id !== functional.request) return OTHER;
  const { addressByte } = functional;
  return addressByte === undefined || addressByte === data[0] ? { kind: 'everybody', address, addressByte } : OTHER;
}
