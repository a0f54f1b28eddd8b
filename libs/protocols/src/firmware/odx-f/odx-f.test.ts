import type { Err } from '@baylink/kernel';
import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import {
  CHECKSUM_ALGORITHMS,
  FIRMWARE_LIMITS,
  type FirmwareError,
  type FirmwareReading,
  parseFirmware,
  toIntelHex,
  toSRecord,
} from '../index.js';
import { flashdata, odxF, pdx, SAMPLE_BYTES, session } from './sample.rig.js';

const parse = (file: Uint8Array, reading?: FirmwareReading) => parseFirmware(file, FIRMWARE_LIMITS, reading);
const refusal = (file: Uint8Array, reading?: FirmwareReading) => (parse(file, reading) as Err<FirmwareError>).error;
const IMAGE = { segments: [{ address: 0xb000, bytes: SAMPLE_BYTES }] };
const segment = (inner: string) => `<SEGMENTS><SEGMENT ID="s"><SHORT-NAME>s</SHORT-NAME>${inner}</SEGMENT></SEGMENTS>`;

test('[C44][ODF-R1] an ODX-F document with its data inside: hex addresses, decimal sizes, white space around both', () => {
  expect(parse(odxF())).toEqual({
    ok: true,
    value: {
      format: 'odx-f',
      ...IMAGE,
      records: 1,
      checks: [],
      dataFormat: 0,
      labels: { session: 'only', 'expects hardware': 'BLE-HW-07', 'is software': 'BLE-ENG-0200' },
    },
  });
});

test.each([
  [
    '0x before an address',
    '<SOURCE-START-ADDRESS>0xB000</SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>64</UNCOMPRESSED-SIZE>',
  ],
  ['a size in hex', '<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>4O</UNCOMPRESSED-SIZE>'],
  [
    'an end below the start',
    '<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><SOURCE-END-ADDRESS>AFFF</SOURCE-END-ADDRESS>',
  ],
  [
    'fewer bytes than there are',
    '<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>63</UNCOMPRESSED-SIZE>',
  ],
  [
    'more bytes than there are',
    '<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><UNCOMPRESSED-SIZE>65</UNCOMPRESSED-SIZE>',
  ],
])('[C44][ODF-R1] refused: %s', (_, range) => {
  expect(refusal(odxF({ segments: segment(range) }))).toMatchObject({ kind: 'container' });
});

test('[C44][ODF-R2] the end address is inside the segment', () => {
  const range = '<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><SOURCE-END-ADDRESS>b03F</SOURCE-END-ADDRESS>';
  expect(parse(odxF({ segments: segment(range) }))).toMatchObject({ value: IMAGE });
});

test.each([
  ['NEG-OFFSET', 'NEGATIVE-OFFSET', ' A000 ', 0x1000],
  ['POS-OFFSET', 'POSITIVE-OFFSET', '1000', 0xc000],
])('[C44][ODF-R3] %s moves the block', (type, name, value, address) => {
  const block = `<TARGET-ADDR-OFFSET xsi:type="${type}"><${name}>${value}</${name}></TARGET-ADDR-OFFSET>`;
  expect(parse(odxF({ block }))).toMatchObject({ value: { segments: [{ address }] } });
});

test('[ODF-R3] an offset that leads below 0 is refused', () => {
  const block =
    '<TARGET-ADDR-OFFSET xsi:type="NEG-OFFSET"><NEGATIVE-OFFSET>B001</NEGATIVE-OFFSET></TARGET-ADDR-OFFSET>';
  expect(refusal(odxF({ block })).message).toContain('below address 0');
});

test.each([
  ['INTEL-HEX', toIntelHex(IMAGE)],
  ['MOTOROLA-S', toSRecord(IMAGE)],
  ['BINARY', SAMPLE_BYTES],
])('[C44][ODF-R4] %s beside the document in the archive', (format, content) => {
  const document = odxF({ flashdata: flashdata(format, '<DATAFILE LATEBOUND-DATAFILE="false">data/a.bin</DATAFILE>') });
  expect(parse(pdx(document, [{ name: 'data/a.bin', content }]))).toMatchObject({ value: IMAGE });
  expect(refusal(document).message).toContain('give the whole PDX archive');
});

test('[ODF-R4] Intel HEX inside the document', () => {
  const text = Buffer.from(toIntelHex(IMAGE)).toString('latin1');
  expect(parse(odxF({ flashdata: flashdata('INTEL-HEX', `<DATA>${text}</DATA>`) }))).toMatchObject({ value: IMAGE });
});

test.each(['../secret', '/etc/passwd', 'C:\\x', 'file:///etc/passwd', 'http://127.0.0.1/a.hex', 'missing.hex'])(
  '[ODF-R5] the data file %j is not looked for outside the archive',
  (name) => {
    const document = odxF({ flashdata: flashdata('INTEL-HEX', `<DATAFILE>${name}</DATAFILE>`) });
    expect(refusal(pdx(document)).message).toContain('which is not in it; nothing outside is read');
  },
);

test('[ODF-R5] an archive without a catalogue, or whose catalogue lists what is not there', () => {
  expect(refusal(pdx(odxF(), [], '../flash.odx-f')).message).toContain('which is not in it');
  const noIndex = pdx(odxF());
  noIndex.set(strToU8('inDex.xmm'), 30);
  expect(refusal(noIndex)).toMatchObject({ kind: 'container' });
});

test('[ODF-R6] several sessions ask for a choice, by name', () => {
  const file = odxF({ sessions: session('full') + session('data') });
  expect(refusal(file)).toEqual({
    kind: 'choice',
    choices: ['full', 'data'],
    message: 'The firmware file holds 2 programming sessions (full, data); name one.',
  });
  expect(parse(file, { session: 'data' })).toMatchObject({ value: { labels: { session: 'data' } } });
  expect(refusal(file, { session: 'other' }).message).toContain('no session called other');
});

test('[ODF-R6] sessions of two memories with one name are told with their memory', () => {
  const document = Buffer.from(odxF({ sessions: session('update') })).toString('utf8');
  const memory = document.slice(document.indexOf('<ECU-MEM '), document.indexOf('</ECU-MEMS>'));
  const second = memory.replace('<SHORT-NAME>mem<', '<SHORT-NAME>second<').replaceAll('B000', 'C000');
  const file = strToU8(document.replace('</ECU-MEMS>', `${second}</ECU-MEMS>`));
  expect(refusal(file)).toMatchObject({ choices: ['mem/update', 'second/update'] });
  expect(parse(file, { session: 'second/update' })).toMatchObject({ value: { segments: [{ address: 0xc000 }] } });
});

test('[C44][ODF-R7] packed data stays opaque and says how it is packed', () => {
  const method = '<ENCRYPT-COMPRESS-METHOD TYPE="A_BYTEFIELD"> 11 </ENCRYPT-COMPRESS-METHOD>';
  const packed = odxF({
    flashdata: flashdata('BINARY', `<DATA>${Buffer.from(SAMPLE_BYTES).toString('hex')}</DATA>`, method),
  });
  expect(parse(packed)).toMatchObject({ value: { dataFormat: 0x11, ...IMAGE } });
  const range = `<SOURCE-START-ADDRESS>B000</SOURCE-START-ADDRESS><COMPRESSED-SIZE>64</COMPRESSED-SIZE>
    <UNCOMPRESSED-SIZE>1000</UNCOMPRESSED-SIZE>${method}`;
  expect(parse(odxF({ segments: segment(range) }))).toMatchObject({ value: { dataFormat: 0x11, ...IMAGE } });
  const long = method.replace(' 11 ', 'b7ac7507e0');
  expect(refusal(odxF({ segments: segment(range.replace(method, long)) })).message).toContain('"b7ac7507e0"');
});

const checksum = (algorithm: string, result: string) => `<CHECKSUMS><CHECKSUM ID="c"><SHORT-NAME>c</SHORT-NAME>
  <FILLBYTE> fF </FILLBYTE><SOURCE-START-ADDRESS> B000 </SOURCE-START-ADDRESS><CHECKSUM-ALG>${algorithm}</CHECKSUM-ALG>
  <UNCOMPRESSED-SIZE> 64 </UNCOMPRESSED-SIZE><CHECKSUM-RESULT TYPE="A_BYTEFIELD">${result}</CHECKSUM-RESULT></CHECKSUM></CHECKSUMS>`;
const RIGHT = CHECKSUM_ALGORITHMS['CRC-32'].compute([SAMPLE_BYTES]).toString(16).padStart(8, '0');

test('[ODF-R8] checksums of a session: held, wrong, unknown; addresses are those of the file', () => {
  const neg = '<TARGET-ADDR-OFFSET xsi:type="NEG-OFFSET"><NEGATIVE-OFFSET>A000</NEGATIVE-OFFSET></TARGET-ADDR-OFFSET>';
  const file = odxF({ checksums: checksum('CRC32', RIGHT), block: neg });
  expect(parse(file)).toMatchObject({ value: { checks: [{ name: 'CRC32 "c"', result: 'holds' }] } });
  expect(refusal(odxF({ checksums: checksum('CRC32', '00000000') }))).toMatchObject({ kind: 'checksum' });
  expect(parse(odxF({ checksums: checksum('SECRET', '00') }))).toMatchObject({
    value: { checks: [{ result: 'opaque' }] },
  });
});

test.each([
  ['FILTERS', { block: '<FILTERS><FILTER xsi:type="ADDRDEF-FILTER"/></FILTERS>' }, 'FILTERS'],
  ['another format', { flashdata: flashdata('USER-DEFINED', '<DATA>x</DATA>') }, '"USER-DEFINED"'],
  ['damaged hex records', { flashdata: flashdata('INTEL-HEX', '<DATA>:00</DATA>') }, 'Line 1'],
  ['binary that is no hex', { flashdata: flashdata('BINARY', '<DATA>zz</DATA>') }, 'not written in hex'],
  ['no FLASHDATA', { flashdata: '' }, 'whose FLASHDATA is not in it'],
  ['no session', { sessions: '' }, 'no programming session'],
  ['binary without a segment', { segments: '' }, 'nothing says where it belongs'],
])('[ODF-R9] refused: %s', (_, sample, sentence) => {
  expect(refusal(odxF(sample)).message).toContain(sentence);
});

test('[ODF-R9] XML of another kind', () => {
  expect(refusal(strToU8('<svg/>')).message).toContain('its root is <svg> instead of <ODX>');
  expect(refusal(strToU8('<ODX MODEL-VERSION="3.0"/>')).message).toContain('version 3.0');
  expect(refusal(strToU8('<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><ODX/>')).message).toContain('DOCTYPE');
});

test('[ODF-R10] no damage makes the parser throw', () => {
  const good = [
    odxF(),
    pdx(odxF({ checksums: checksum('CRC32', RIGHT) }), [{ name: 'a.hex', content: toIntelHex(IMAGE) }]),
  ];
  fc.assert(
    fc.property(
      fc.nat(1),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 5 }),
      (which, changes) => {
        const file = (good[which] ?? new Uint8Array()).slice();
        for (const [at, value] of changes) file[at % file.length] = value;
        const read = parse(file);
        expect(read.ok || read.error.message.length > 0).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});

test('[FWF-R17] raw bytes at an address; a file that has addresses of its own is refused then', () => {
  expect(parse(SAMPLE_BYTES, { address: 0xb000 })).toMatchObject({ value: { format: 'raw', ...IMAGE } });
  expect(parse(strToU8('S is only the first byte'), { address: 0 })).toMatchObject({ value: { format: 'raw' } });
  expect(refusal(toSRecord(IMAGE), { address: 0xb000 }).message).toContain('S-record and names its own addresses');
  expect(refusal(SAMPLE_BYTES, { address: 0xfffffff0 })).toMatchObject({ kind: 'address' });
  expect(refusal(new Uint8Array(), { address: 0 })).toMatchObject({ kind: 'empty' });
});
