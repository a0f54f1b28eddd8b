import { type CrcParameters, crcOf } from './crc.js';

/** A checksum of bytes in address order. */
export interface ChecksumAlgorithm {
  /** Bytes that it is stored in. */
  readonly width: 1 | 2 | 4;
  /** Unsigned. */
  readonly compute: (parts: Iterable<Uint8Array>) => number;
}

const crc = (width: CrcParameters['width'], polynomial: number, initial: number, reflected: boolean, xorOut: number) =>
  ({
    width: (width / 8) as ChecksumAlgorithm['width'],
    compute: crcOf({ width, polynomial, initial, reflected, xorOut }),
  }) as const;

/** Bytes added up; `complement` makes the number that brings sum and checksum together to 0 or to all ones. */
const sum = (width: ChecksumAlgorithm['width'], complement?: 'ones' | 'twos'): ChecksumAlgorithm => {
  const modulus = 2 ** (8 * width);
  return {
    width,
    compute: (parts) => {
      let total = 0;
      for (const bytes of parts) for (const byte of bytes) total += byte;
      const rest = total % modulus;
      if (complement === undefined) return rest;
      return complement === 'ones' ? modulus - 1 - rest : (modulus - rest) % modulus;
    },
  };
};

/** Names of the CRC catalogue of Greg Cook where there is one; parameters from there as well. */
export const CHECKSUM_ALGORITHMS = {
  'CRC-8/SAE-J1850': crc(8, 0x1d, 0xff, false, 0xff),
  'CRC-16/ARC': crc(16, 0x8005, 0, true, 0),
  'CRC-16/MODBUS': crc(16, 0x8005, 0xffff, true, 0),
  'CRC-16/USB': crc(16, 0x8005, 0xffff, true, 0xffff),
  'CRC-16/CCITT-FALSE': crc(16, 0x1021, 0xffff, false, 0),
  'CRC-16/XMODEM': crc(16, 0x1021, 0, false, 0),
  'CRC-16/KERMIT': crc(16, 0x1021, 0, true, 0),
  'CRC-16/X-25': crc(16, 0x1021, 0xffff, true, 0xffff),
  'CRC-16/GENIBUS': crc(16, 0x1021, 0xffff, false, 0xffff),
  'CRC-32': crc(32, 0x04c11db7, 0xffffffff, true, 0xffffffff),
  'CRC-32C': crc(32, 0x1edc6f41, 0xffffffff, true, 0xffffffff),
  'CRC-32/MPEG-2': crc(32, 0x04c11db7, 0xffffffff, false, 0),
  'CRC-32/BZIP2': crc(32, 0x04c11db7, 0xffffffff, false, 0xffffffff),
  'CRC-32/JAMCRC': crc(32, 0x04c11db7, 0xffffffff, true, 0),
  'SUM-8': sum(1),
  'SUM-16': sum(2),
  'SUM-32': sum(4),
  "ONE'S-COMPLEMENT-8": sum(1, 'ones'),
  "ONE'S-COMPLEMENT-16": sum(2, 'ones'),
  "TWO'S-COMPLEMENT-8": sum(1, 'twos'),
  "TWO'S-COMPLEMENT-16": sum(2, 'twos'),
  "TWO'S-COMPLEMENT-32": sum(4, 'twos'),
  'XOR-8': {
    width: 1,
    compute: (parts) => {
      let value = 0;
      for (const bytes of parts) for (const byte of bytes) value ^= byte;
      return value;
    },
  },
} as const satisfies Readonly<Record<string, ChecksumAlgorithm>>;

export type ChecksumName = keyof typeof CHECKSUM_ALGORITHMS;

/** "crc16 ccitt false" and "CRC-16/CCITT-FALSE" are one name; `undefined` for one that is not in the table. */
export function checksumNamed(text: string): ChecksumName | undefined {
  const plain = (name: string) => name.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return CHECKSUM_NAMES.find((name) => plain(name) === plain(text));
}

export const CHECKSUM_NAMES = Object.keys(CHECKSUM_ALGORITHMS) as readonly ChecksumName[];
