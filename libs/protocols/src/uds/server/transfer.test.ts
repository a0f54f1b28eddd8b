import { err, ok } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import { type Application, bytes, ServerRig, showAsk } from './server.rig.js';

/** A download of eight bytes to 0x20 in blocks of four. */
const DOWNLOAD = '34 00 11 20 08';
const UPLOAD = '35 00 11 20 06';
const memory = bytes('00 11 22 33 44 55 66 77 88 99');

const reading: Application = (ask) =>
  ask.service === 'TransferData' && ask.direction === 'upload'
    ? ok(memory.subarray(ask.address - 0x20, ask.address - 0x20 + ask.length))
    : ok(new Uint8Array());

const refusing =
  (nrc: Nrc): Application =>
  (ask) =>
    ask.service === 'TransferData' ? err(nrc) : ok(new Uint8Array());

const begun = (request: string, application?: Application): ServerRig => {
  const rig = new ServerRig(application).extended();
  rig.ask(request);
  rig.asks.length = 0;
  return rig;
};

test('a download from 34 to 37', () => {
  const rig = new ServerRig().extended();
  expect([DOWNLOAD, '36 01 A1 A2 A3 A4', '36 02 B1 B2 B3 B4', '37'].map((request) => rig.ask(request))).toEqual([
    ['74 20 00 06'],
    ['76 01'],
    ['76 02'],
    ['77'],
  ]);
  expect(rig.asks.map(showAsk)).toEqual([
    'RequestDownload',
    'write a1a2a3a4 at 20',
    'write b1b2b3b4 at 24',
    'RequestTransferExit',
  ]);
});

test('[C29][UDS-R35] a lost 76: the same counter is acknowledged again and written once', () => {
  const rig = begun(DOWNLOAD);
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual(['76 01']);
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual(['76 01']);
  expect(rig.ask('36 02 B1 B2 B3 B4')).toEqual(['76 02']);
  expect(rig.ask('36 02 B1 B2 B3 B4')).toEqual(['76 02']);
  expect(rig.asks.map(showAsk)).toEqual(['write a1a2a3a4 at 20', 'write b1b2b3b4 at 24']);
  expect(rig.ask('37')).toEqual(['77']);
});

test('[C29][UDS-R35] a repeated block of an upload brings the same bytes', () => {
  const rig = begun(UPLOAD, reading);
  expect(rig.ask('36 01')).toEqual(['76 01 00 11 22 33']);
  expect(rig.ask('36 01')).toEqual(['76 01 00 11 22 33']);
  expect(rig.asks.map(showAsk)).toEqual(['read 4 at 20']);
});

test.each(['36 00 AA', '36 02 AA', '36 FF AA'])('[C29][UDS-R36] `%s` as the first block is 0x73', (request) => {
  expect(begun(DOWNLOAD).ask(request)).toEqual(['7F 36 73']);
});

test('[C29][UDS-R36] a skipped counter is 0x73, and the right one goes on', () => {
  const rig = begun(DOWNLOAD);
  rig.ask('36 01 A1 A2 A3 A4');
  expect(rig.ask('36 03 B1 B2 B3 B4')).toEqual(['7F 36 73']);
  expect(rig.ask('36 02 B1 B2 B3 B4')).toEqual(['76 02']);
  expect(rig.asks.map(showAsk)).toEqual(['write a1a2a3a4 at 20', 'write b1b2b3b4 at 24']);
});

test('[C28][UDS-R36] after 0xFF comes 0x00', () => {
  const rig = begun('34 00 21 20 01 2C');
  for (let block = 1; block <= 300; block++) {
    const counter = (block & 0xff).toString(16).padStart(2, '0').toUpperCase();
    expect(rig.ask(`36 ${counter} AA`)).toEqual([`76 ${counter}`]);
  }
  expect(rig.ask('37')).toEqual(['77']);
});

test('[UDS-R37] a block or an exit out of sequence is 0x24', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask('36 01 AA')).toEqual(['7F 36 24']);
  expect(rig.ask('37')).toEqual(['7F 37 24']);
  rig.ask(DOWNLOAD);
  expect(rig.ask('37')).toEqual(['7F 37 24']);
  rig.ask('36 01 A1 A2 A3 A4');
  rig.ask('36 02 B1 B2 B3 B4');
  expect(rig.ask('36 03 C1')).toEqual(['7F 36 24']);
  expect(rig.ask('37')).toEqual(['77']);
  expect(rig.ask('37')).toEqual(['7F 37 24']);
});

test('[UDS-R38] blocks of no byte and of five are 0x13', () => {
  const rig = begun(DOWNLOAD);
  expect(rig.ask('36 01')).toEqual(['7F 36 13']);
  expect(rig.ask('36 01 A1 A2 A3 A4 A5')).toEqual(['7F 36 13']);
  expect(rig.asks).toEqual([]);
});

test('[UDS-R38] more than was announced is 0x71, and that was the transfer', () => {
  const rig = begun(DOWNLOAD);
  rig.ask('36 01 A1 A2 A3 A4');
  rig.ask('36 02 B1 B2 B3');
  expect(rig.ask('36 03 C1 C2')).toEqual(['7F 36 71']);
  expect(rig.ask('36 03 C1')).toEqual(['7F 36 24']);
});

test('[UDS-R39] a sound transfer is not replaced, one that stumbled is', () => {
  const rig = begun(DOWNLOAD);
  rig.ask('36 01 A1 A2 A3 A4');
  expect(rig.ask(DOWNLOAD)).toEqual(['7F 34 22']);
  rig.ask('36 05 A1');
  expect(rig.ask(DOWNLOAD)).toEqual(['74 20 00 06']);
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual(['76 01']);
});

test('[UDS-R39] a transfer that has recovered is sound again', () => {
  const rig = begun(DOWNLOAD);
  rig.ask('36 05 A1');
  rig.ask('36 01 A1 A2 A3 A4');
  expect(rig.ask(DOWNLOAD)).toEqual(['7F 34 22']);
});

test('[UDS-R39] a transfer of nothing is 0x31', () => {
  const rig = new ServerRig().extended();
  expect(rig.ask('34 00 11 20 00')).toEqual(['7F 34 31']);
  expect(rig.asks).toEqual([]);
});

test.each([
  [NRC.generalProgrammingFailure, '7F 36 72'],
  [NRC.voltageTooLow, '7F 36 93'],
])('[C30][UDS-R39] a block that failed with NRC %i may be tried anew or the transfer begun again', (nrc, answer) => {
  const rig = begun(DOWNLOAD, refusing(nrc));
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual([answer]);
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual([answer]);
  expect(rig.asks.map(showAsk)).toEqual(['write a1a2a3a4 at 20', 'write a1a2a3a4 at 20']);
  expect(rig.ask(DOWNLOAD)).toEqual(['74 20 00 06']);
});

test('[C30][UDS-R38] a transfer that the unit suspends (0x71) is over', () => {
  const rig = begun(DOWNLOAD, refusing(NRC.transferDataSuspended));
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual(['7F 36 71']);
  expect(rig.ask('36 01 A1 A2 A3 A4')).toEqual(['7F 36 24']);
});

test('[UDS-R40] an upload in blocks, the last one shorter', () => {
  const rig = begun(UPLOAD, reading);
  expect(['36 01', '36 02', '36 03', '37'].map((request) => rig.ask(request)[0])).toEqual([
    '76 01 00 11 22 33',
    '76 02 44 55',
    '7F 36 24',
    '77',
  ]);
  expect(rig.asks.map(showAsk)).toEqual(['read 4 at 20', 'read 2 at 24', 'RequestTransferExit']);
});

test('[UDS-R40] three bytes where four were asked for are no block', () => {
  const rig = begun(UPLOAD, () => ok(bytes('00 11 22')));
  expect(rig.ask('36 01')).toEqual(['7F 36 10']);
});

test('[C29][UDS-R35] whatever is repeated, the unit is written each byte once and in order', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 60 }),
      fc.array(fc.nat(2), { maxLength: 60 }),
      (image, repeats) => {
        const written: number[] = [];
        const rig = new ServerRig((ask) => {
          if (ask.service === 'TransferData' && ask.direction === 'download') written.push(...ask.data);
          return ok(new Uint8Array());
        }).extended();
        rig.ask(`34 00 11 20 ${image.length.toString(16).padStart(2, '0')}`);
        for (let at = 0, block = 0; at < image.length; at += 4, block++) {
          const part = Buffer.from(image.subarray(at, at + 4)).toString('hex');
          const request = `36 ${(block + 1).toString(16).padStart(2, '0')} ${part}`;
          for (let i = 0; i <= (repeats[block] ?? 0); i++) expect(rig.ask(request)[0]).toMatch(/^76/);
        }
        expect(rig.ask('37')).toEqual(['77']);
        expect(written).toEqual([...image]);
      },
    ),
  );
});
