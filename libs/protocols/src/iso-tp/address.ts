import { MAX_BASE_ID } from '../can/index.js';
import type { AddressBytes } from './layout.js';

/** The two identifiers of one unit; one above 0x7FF is a 29-bit identifier. */
interface Identifiers {
  readonly request: number;
  readonly response: number;
}

/**
 * How one unit is addressed on CAN: its identifiers and, in some formats, a byte before the PCI of every frame.
 * Normal fixed addressing is `normal` with identifiers of that form: `normalFixed` makes them. (ISO 15765-2 10.3)
 */
export type CanAddress = Identifiers &
  (
    | { readonly format?: 'normal' }
    /**
     * The first byte is the target address: `unit` in requests, `tester` in responses. The standard has no functional
     * address in this format: `everybody` is the one that this car listens to, if it has one.
     */
    | { readonly format: 'extended'; readonly unit: number; readonly tester: number; readonly everybody?: number }
    /** The first byte is the address extension N_AE, the same both ways. */
    | { readonly format: 'mixed'; readonly extension: number }
  );

/** N_SA of an external test equipment. (ISO 15765-4 6.3) */
export const TESTER_ADDRESS = 0xf1;

const NORMAL_FIXED = 0x18da_0000;
const MIXED_29 = 0x18ce_0000;

const between = (base: number, unit: number, tester: number): Identifiers => ({
  request: base + unit * 256 + tester,
  response: base + tester * 256 + unit,
});

/** 29-bit normal fixed addressing, `18DA <TA> <SA>`; both addresses are one byte. (ISO 15765-2 10.3.3) */
export const normalFixed = (unit: number, tester = TESTER_ADDRESS): CanAddress => between(NORMAL_FIXED, unit, tester);

/** 29-bit mixed addressing, `18CE <TA> <SA>` and N_AE; all three are one byte. (ISO 15765-2 10.3.5) */
export const mixed29 = (unit: number, extension: number, tester = TESTER_ADDRESS): CanAddress => ({
  ...between(MIXED_29, unit, tester),
  format: 'mixed',
  extension,
});

/** The address bytes of the tester's own channel to this unit. */
export function testerBytes(address: CanAddress): AddressBytes | undefined {
  switch (address.format) {
    case 'extended':
      return { sent: address.unit, received: address.tester };
    case 'mixed':
      return { sent: address.extension, received: address.extension };
    default:
      return undefined;
  }
}

/** The same from the unit's side. */
export function unitBytes(address: CanAddress): AddressBytes | undefined {
  const bytes = testerBytes(address);
  return bytes && { sent: bytes.received, received: bytes.sent };
}

/** Where one request for every unit goes. */
export interface FunctionalAddress {
  readonly request: number;
  /** The first byte of the frame, in the formats that have one. */
  readonly addressByte: number | undefined;
}

/** Functionally addressed requests with 11-bit identifiers. (ISO 15765-4 6.3.2.2) */
export const FUNCTIONAL_REQUEST_ID = 0x7df;
/** With 29-bit normal fixed addressing. (ISO 15765-4 6.3.2.3) */
export const FUNCTIONAL_REQUEST_ID_29 = 0x18db_33f1;
/** With 29-bit mixed addressing: the same addresses behind the prefix of its functional form. (ISO 15765-2 10.3.5) */
const FUNCTIONAL_MIXED_29 = 0x18cd_33f1;

/** Where a functionally addressed request has to go so that a unit with this address hears it; `undefined` when nothing does. */
export function functionalAddress(address: CanAddress): FunctionalAddress | undefined {
  const short = address.request <= MAX_BASE_ID;
  switch (address.format) {
    case 'extended':
      return address.everybody === undefined ? undefined : { request: address.request, addressByte: address.everybody };
    case 'mixed':
      return { request: short ? FUNCTIONAL_REQUEST_ID : FUNCTIONAL_MIXED_29, addressByte: address.extension };
    default:
      return { request: short ? FUNCTIONAL_REQUEST_ID : FUNCTIONAL_REQUEST_ID_29, addressByte: undefined };
  }
}
