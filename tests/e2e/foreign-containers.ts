import { crc32, deflateRawSync } from 'node:zlib';
import type { Segment } from './foreign-firmware.js';

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');

/** CRC-16/CCITT-FALSE, a bit at a time. */
export function ccittFalse(bytes: Buffer): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff;
  }
  return crc;
}

const numbers = (...values: readonly (readonly [value: number, width: number])[]): Buffer =>
  Buffer.concat(
    values.map(([value, width]) => {
      const bytes = Buffer.alloc(width);
      bytes.writeUIntBE(value, 0, width);
      return bytes;
    }),
  );

/** VBF 2.6 with a comment and a string that have braces in them; the blocks are not in address order. */
export function vbf(segments: readonly Segment[]): Buffer {
  const blocks = Buffer.concat(
    [...segments]
      .reverse()
      .map(({ address, bytes }) =>
        Buffer.concat([numbers([address, 4], [bytes.length, 4]), bytes, numbers([ccittFalse(bytes), 2])]),
      ),
  );
  const erase = segments.map(({ address, bytes }) => `{ 0x${hex(address, 8)}, 0x${hex(bytes.length, 8)} }`);
  const header = [
    'vbf_version = 2.6;',
    'header {',
    '  // made by {a foreign tool}',
    '  description = {"engine } of the sample car"};',
    '  sw_part_number = "30123456AB";',
    '  sw_part_type = EXE;',
    '  data_format_identifier = 0x00;',
    '  ecu_address = 0x1001;',
    `  erase = { ${erase.join(', ')} };`,
    `  file_checksum = 0x${hex(crc32(blocks), 8)};`,
    '}',
  ].join('\r\n');
  return Buffer.concat([Buffer.from(header, 'latin1'), blocks]);
}

interface Packed {
  readonly name: string;
  readonly content: Buffer;
}

/** A ZIP archive with deflated entries. (APPNOTE 4.3) */
function zip(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  const u16 = (value: number) => [value & 0xff, value >> 8];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  let at = 0;
  for (const { name, content } of files) {
    const packed = deflateRawSync(content);
    const about = [20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0].concat(
      u32(crc32(content)),
      u32(packed.length),
      u32(content.length),
      u16(name.length),
      u16(0),
    );
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4, ...about]), Buffer.from(name), packed]);
    const rest = [...Array<number>(10).fill(0), ...u32(at)];
    centrals.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0, ...about, ...rest]), Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const directory = Buffer.concat(centrals);
  const end = [0x50, 0x4b, 5, 6, 0, 0, 0, 0, ...u16(files.length), ...u16(files.length)];
  return Buffer.concat([...locals, directory, Buffer.from([...end, ...u32(directory.length), ...u32(at), 0, 0])]);
}

/**
 * A PDX archive: a catalogue, an ODX-F with two sessions of which "update" is the one, a CRC-32 over the whole range, and the bytes in a file
 * beside it. Addresses are hex without 0x, sizes decimal, with white space around them.
 */
export function pdx(segments: readonly Segment[]): Buffer {
  const ranges = segments
    .map(
      ({ address, bytes }, i) => `<SEGMENT ID="s.${i}"><SHORT-NAME>part${i}</SHORT-NAME><SOURCE-START-ADDRESS>
        ${hex(address, 6)} </SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE> ${bytes.length}\t</UNCOMPRESSED-SIZE></SEGMENT>`,
    )
    .join('');
  const sums = segments
    .map(
      ({ address, bytes }, i) => `<CHECKSUM ID="c.${i}"><SHORT-NAME>sum${i}</SHORT-NAME><FILLBYTE>FF</FILLBYTE>
        <SOURCE-START-ADDRESS>${hex(address, 6)}</SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>${bytes.length}</UNCOMPRESSED-SIZE>
        <CHECKSUM-ALG>CRC-32</CHECKSUM-ALG><CHECKSUM-RESULT TYPE="A_BYTEFIELD">${hex(crc32(bytes), 8)}</CHECKSUM-RESULT></CHECKSUM>`,
    )
    .join('');
  const session = (name: string, inside: string): string =>
    `<SESSION ID="session.${name}"><SHORT-NAME>${name}</SHORT-NAME>${inside}</SESSION>`;
  const blocks = '<DATABLOCK-REFS><DATABLOCK-REF ID-REF="block"/></DATABLOCK-REFS>';
  const document = `<?xml version="1.0" encoding="UTF-8"?>
<ODX MODEL-VERSION="2.2.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <FLASH ID="f"><SHORT-NAME>foreign</SHORT-NAME><ECU-MEMS><ECU-MEM ID="m"><SHORT-NAME>memory</SHORT-NAME><MEM><SESSIONS>
  ${session('update', `<CHECKSUMS>${sums}</CHECKSUMS>${blocks}`)}${session('other', blocks)}</SESSIONS>
  <DATABLOCKS><DATABLOCK ID="block" TYPE="CODE"><SHORT-NAME>block</SHORT-NAME><FLASHDATA-REF ID-REF="data"/>
   <SEGMENTS>${ranges}</SEGMENTS></DATABLOCK></DATABLOCKS>
  <FLASHDATAS><FLASHDATA ID="data" xsi:type="EXTERN-FLASHDATA"><SHORT-NAME>data</SHORT-NAME>
   <DATAFORMAT SELECTION="BINARY"/><DATAFILE LATEBOUND-DATAFILE="false">engine.bin</DATAFILE></FLASHDATA></FLASHDATAS>
 </MEM></ECU-MEM></ECU-MEMS></FLASH></ODX>`;
  const catalogue = `<?xml version="1.0"?><CATALOG F-DTD-VERSION="ODX-2.2.0"><SHORT-NAME>c</SHORT-NAME><ABLOCKS><ABLOCK UPD="NEW">
    <SHORT-NAME>a</SHORT-NAME><FILES><FILE MIME-TYPE="application/x-asam.odx.odx-f">engine.odx-f</FILE>
    <FILE MIME-TYPE="application/octet-stream">engine.bin</FILE></FILES></ABLOCK></ABLOCKS></CATALOG>`;
  return zip([
    { name: 'index.xml', content: Buffer.from(catalogue) },
    { name: 'engine.odx-f', content: Buffer.from(document) },
    { name: 'engine.bin', content: Buffer.concat(segments.map(({ bytes }) => bytes)) },
  ]);
}
