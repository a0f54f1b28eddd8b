/** A run of bytes at its address, as a firmware file has it. */
export interface Run {
  readonly address: number;
  readonly bytes: Buffer;
}

/** Data of an Intel HEX or Motorola S-record file, read a second time and in another way than the product does. */
export const readFirmware = (file: Buffer): readonly Run[] =>
  file.toString('latin1').trimStart().startsWith(':') ? intelHex(lines(file)) : sRecords(lines(file));

const lines = (file: Buffer): readonly string[] =>
  file
    .toString('latin1')
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

function intelHex(records: readonly string[]): readonly Run[] {
  const runs: Run[] = [];
  let base = 0;
  for (const record of records) {
    const bytes = Buffer.from(record.slice(1), 'hex');
    const length = bytes[0] ?? 0;
    const data = bytes.subarray(4, 4 + length);
    switch (bytes[3]) {
      case 0x00:
        runs.push({ address: base + bytes.readUInt16BE(1), bytes: data });
        break;
      case 0x02:
        base = data.readUInt16BE(0) * 16;
        break;
      case 0x04:
        base = data.readUInt16BE(0) * 0x1_0000;
        break;
      default:
        break;
    }
  }
  return runs;
}

/** Width of the address of S1, S2 and S3. */
const ADDRESS_BYTES: Readonly<Record<string, number>> = { '1': 2, '2': 3, '3': 4 };

function sRecords(records: readonly string[]): readonly Run[] {
  return records.flatMap((record) => {
    const width = ADDRESS_BYTES[record[1] ?? ''];
    if (width === undefined) return [];
    const bytes = Buffer.from(record.slice(2), 'hex');
    return [{ address: bytes.readUIntBE(1, width), bytes: bytes.subarray(1 + width, -1) }];
  });
}

const RECORD = 32;

/** The bytes as S3 records: how a maker's original file is made from a memory that was read. */
export function writeSRecords(address: number, bytes: Buffer): Buffer {
  const records = [sRecord(0, 2, 0, Buffer.from('original'))];
  for (let at = 0; at < bytes.length; at += RECORD)
    records.push(sRecord(3, 4, address + at, bytes.subarray(at, at + RECORD)));
  records.push(sRecord(7, 4, address, Buffer.alloc(0)));
  return Buffer.from(`${records.join('\n')}\n`, 'latin1');
}

function sRecord(kind: number, width: number, address: number, data: Buffer): string {
  const body = Buffer.alloc(1 + width + data.length);
  body[0] = width + data.length + 1;
  body.writeUIntBE(address, 1, width);
  data.copy(body, 1 + width);
  const sum = body.reduce((total, byte) => total + byte, 0);
  return `S${kind}${body.toString('hex').toUpperCase()}${(~sum & 0xff).toString(16).toUpperCase().padStart(2, '0')}`;
}
