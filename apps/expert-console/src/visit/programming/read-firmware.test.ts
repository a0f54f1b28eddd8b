import { digestHex } from '@baylink/contracts';
import { toIntelHex, toSRecord } from '@baylink/protocols/firmware';
import { expect, test } from 'vitest';
import { readFirmware } from './read-firmware.js';
import { parseMemoryAddress, questionOf } from './reading-question.js';

const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

function imageWithHeader(): Uint8Array {
  const bytes = new Uint8Array(256);
  bytes.set(ascii('BAYLINK1'), 0);
  bytes.set(ascii('ENG-0417'), 8);
  bytes.set(ascii('ENG-HW-07'), 24);
  bytes.set(ascii('4.17'), 40);
  return bytes;
}

test('both formats tell the same ranges and checksums of the same bytes', () => {
  const content = { segments: [{ address: 0x8000, bytes: imageWithHeader() }] };
  const [hex, srec] = [toIntelHex(content), toSRecord(content)].map((file) => readFirmware(file));
  if (!hex?.ok || !srec?.ok) throw new Error('a sound file was refused');
  expect(hex.report.segments).toEqual(srec.report.segments);
  expect(hex.report.crc32).toBe(srec.report.crc32);
  expect(hex.report.header).toMatchObject({ softwareId: 'ENG-0417', hardwareId: 'ENG-HW-07', version: '4.17' });
});

test('the file is named by the digest of its own bytes, and an image without header says so', () => {
  const file = toIntelHex({ segments: [{ address: 0, bytes: ascii('123456789') }] });
  const answer = readFirmware(file);
  if (!answer.ok) throw new Error(answer.sentence);
  expect(answer.report).toMatchObject({ sha256: digestHex(file), crc32: 'CBF43926', header: null, dataBytes: 9 });
});

test('plain bytes ask for their address, and are read from there on', () => {
  const file = Uint8Array.of(0, 1, 2, 3);
  expect(readFirmware(file)).toMatchObject({ ok: false, question: { about: 'address' } });
  expect(readFirmware(file, { address: 0x8000 })).toMatchObject({
    report: { format: 'raw', segments: [{ address: 0x8000, size: 4 }] },
  });
});

test('a file that names its own addresses asks for nothing, and a damaged one is not offered as plain bytes', () => {
  const damaged = readFirmware(ascii(':0100000001FF\n:00000001FF\n'));
  expect(damaged).toMatchObject({ ok: false, question: { about: 'nothing' } });
});

test('several programming sessions ask which one, by their names', () => {
  const kind = { kind: 'choice', message: 'The firmware file holds 2 programming sessions (full, data); name one.' };
  expect(questionOf({ ...kind, kind: 'choice', choices: ['full', 'data'] })).toEqual({
    about: 'session',
    of: ['full', 'data'],
  });
});

test.each([
  ['0x8000', 0x8000],
  [' c003 ', 0xc003],
  ['FFFFFFFF', 0xffffffff],
])('%j is an address', (text, address) => {
  expect(parseMemoryAddress(text)).toEqual({ ok: true, value: { address } });
});

test.each(['', '0x', '123456789', '8000h', '-1'])('%j is none', (text) => {
  expect(parseMemoryAddress(text)).toMatchObject({ ok: false, error: expect.stringContaining('is no address') });
});

test('a damaged file comes back as the parser’s sentence', () => {
  const answer = readFirmware(ascii(':0100000001FF\n:00000001FF\n'));
  expect(!answer.ok && answer.sentence).toContain('Line 1');
});
