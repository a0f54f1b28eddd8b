import type { UnitFinding } from '@baylink/contracts';
import { hex, showAscii } from '@baylink/kernel';

type Identification = Pick<
  UnitFinding,
  'vin' | 'partNumber' | 'hardware' | 'softwareNumber' | 'software' | 'serial' | 'fingerprint' | 'session'
>;

interface Row {
  readonly did: number;
  readonly read: (data: Uint8Array) => Partial<Identification>;
}

/** Printable text as units pad it: trailing blanks and zero bytes are not part of it. */
const text = (data: Uint8Array): string => showAscii(data.subarray(0, endOf(data))).trimEnd();

function endOf(data: Uint8Array): number {
  let end = data.length;
  while (end > 0 && (data[end - 1] === 0 || data[end - 1] === 0xff)) end -= 1;
  return end;
}

/** Data identifiers by which a unit says who it is. (ISO 14229-1 C.1) */
export const identification: readonly Row[] = [
  { did: 0xf190, read: (data) => ({ vin: text(data) }) },
  { did: 0xf187, read: (data) => ({ partNumber: text(data) }) },
  { did: 0xf191, read: (data) => ({ hardware: text(data) }) },
  { did: 0xf188, read: (data) => ({ softwareNumber: text(data) }) },
  { did: 0xf189, read: (data) => ({ software: text(data) }) },
  { did: 0xf18c, read: (data) => ({ serial: text(data) }) },
  { did: 0xf15a, read: (data) => ({ fingerprint: hex(data) }) },
  { did: 0xf186, read: (data) => ({ session: data[0] ?? null }) },
];
