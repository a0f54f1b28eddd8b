const POLYNOMIAL = 0x4599;

/** One bit (0 or 1) into the CRC-15 of CAN. The register starts at 0. (ISO 11898-1, CRC sequence) */
export function crc15(register: number, bit: number): number {
  const shifted = (register << 1) & 0x7fff;
  return ((register >> 14) & 1) === bit ? shifted : shifted ^ POLYNOMIAL;
}
