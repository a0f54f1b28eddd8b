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
    /** The first byte is the target address: `unit` in requests, `tester` in responses. */
    | { readonly format: 'extended'; readonly unit: number; readonly tester: number }
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
