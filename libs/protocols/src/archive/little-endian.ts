/** Little-endian unsigned integers of a ZIP record; the caller has checked that the record is whole. */
export const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);

export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) + 65_536 * u16(bytes, at + 2);
