import { digestHex } from '@baylink/contracts';
import { toIntelHex, toSRecord } from '@baylink/protocols/firmware';
import { expect, test } from 'vitest';
import { readFirmware } from './read-firmware.js';

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

test('a damaged file comes back as the parser’s sentence', () => {
  const answer = readFirmware(ascii(':0100000001FF\n:00000001FF\n'));
  expect(!answer.ok && answer.sentence).toContain('Line 1');
});
