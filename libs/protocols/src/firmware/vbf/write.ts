import { concat, showHex, uintBytes } from '@baylink/kernel';
import ccittFalse from 'crc/calculators/crc16ccitt';
import { crc32 } from '../crc32.js';
import type { FirmwareSegment, MemoryRange } from '../image.js';

/** What a VBF file is made of. The blocks are plain: data_format_identifier 0x00. */
export interface VbfContent {
  readonly partNumber: string;
  readonly partType: 'SBL' | 'EXE' | 'DATA' | 'SIGCFG' | 'GBL' | 'CARCFG' | 'CUSTOM' | 'TEST';
  readonly ecuAddress: number;
  readonly erase: readonly MemoryRange[];
  readonly segments: readonly FirmwareSegment[];
}

/** Version 2.6, a block a segment, CRLF line ends. */
export function toVbf({ partNumber, partType, ecuAddress, erase, segments }: VbfContent): Uint8Array {
  const blocks = concat(
    ...segments.map(({ address, bytes }) =>
      concat(uintBytes(address, 4), uintBytes(bytes.length, 4), bytes, uintBytes(ccittFalse(bytes), 2)),
    ),
  );
  const ranges = erase.map(({ address, size }) => `{ ${showHex(address, 8)}, ${showHex(size, 8)} }`);
  const text = [
    'vbf_version = 2.6;',
    'header {',
    `  sw_part_number = "${partNumber.replace(/[^\x20-\x7e]|"/g, '.')}";`,
    `  sw_part_type = ${partType};`,
    '  data_format_identifier = 0x00;',
    `  ecu_address = ${showHex(ecuAddress, 4)};`,
    ...(ranges.length === 0 ? [] : [`  erase = { ${ranges.join(', ')} };`]),
    `  file_checksum = ${showHex(crc32(blocks), 8)};`,
    '}',
  ].join('\r\n');
  return concat(
    Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
    blocks,
  );
}
