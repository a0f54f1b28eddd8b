const LETTERS: readonly string[] = ['P', 'C', 'B', 'U'];

/** "P0420" of the two bytes of a DTC as J1979 carries them. (SAE J2012) */
export const showObdDtc = (dtc: number): string =>
  `${LETTERS[(dtc >> 14) & 0b11] ?? 'P'}${(dtc & 0x3fff).toString(16).toUpperCase().padStart(4, '0')}`;

/** Inverse; `undefined` when the text is no such code. */
export function parseObdDtc(text: string): number | undefined {
  const match = /^([PCBU])([0-3][0-9A-F]{3})$/.exec(text.trim().toUpperCase());
  if (match === null) return undefined;
  return (LETTERS.indexOf(match[1] ?? '') << 14) | Number.parseInt(match[2] ?? '', 16);
}
