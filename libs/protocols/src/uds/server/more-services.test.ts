import { err, ok } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { encodeGrant, FILE_OPERATION } from '../codec/file-transfer.js';
import { NRC } from '../codec/nrc.table.js';
import type { ServerConfig } from './config.js';
import { type Application, bytes, SAMPLE, ServerRig, showAsk } from './server.rig.js';

const CONFIG: ServerConfig = {
  ...SAMPLE,
  services: [
    ...SAMPLE.services,
    ...[0x24, 0x2a, 0x2c, 0x2f, 0x38, 0x3d, 0x83, 0x84, 0x86, 0x87].map((sid) => ({ sid, sessions: 'any' as const })),
  ],
  periodic: { ...SAMPLE.periodic, limit: 2 },
};

const EMPTY = new Uint8Array();

test.each([
  ['24 01 05', '01', '64 01 05 01'],
  ['2C 01 F2 01 F1 90 01 02', '', '6C 01 F2 01'],
  ['2C 03', '', '6C 03'],
  ['2F 9B 00 03 3C', '0C', '6F 9B 00 03 0C'],
  ['3D 12 20 48 02 00 8C', '', '7D 12 20 48 02'],
  ['83 01', '00 32 01 F4', 'C3 01 00 32 01 F4'],
  ['86 00 02', '00 02', 'C6 00 00 02'],
  ['87 01 05', '', 'C7 01'],
])('[UDS-R59] `%s`: the owner answers `%s`, the server puts SID and echo before it', (request, answer, response) => {
  const rig = new ServerRig(() => ok(bytes(answer)), CONFIG);
  expect(rig.ask(request)).toEqual([response]);
});

test('[UDS-R60] periodic data are due by their rate, from several identifiers, until they are stopped', () => {
  const rig = new ServerRig(() => ok(EMPTY), CONFIG).extended();
  const due = (time: number) => {
    rig.events.length = 0;
    rig.wait(time);
    return rig.events.map((event) => (event.kind === 'periodic' ? event.periodicId : event.kind));
  };
  rig.ask('3E 00');
  expect(rig.ask('2A 03 01')).toEqual(['6A']);
  expect(rig.ask('2A 02 02')).toEqual(['6A']);
  expect(rig.ask('2A 01 03')).toEqual(['7F 2A 31']);
  expect(due(200)).toEqual([1, 1, 1, 1, 2]);
  expect(rig.ask('2A 02 01')).toEqual(['6A']);
  expect(due(200).sort()).toEqual([1, 2]);
  rig.ask('2A 04 01');
  expect(due(200)).toEqual([2]);
  rig.ask('2A 04');
  expect(due(1000)).toEqual([]);
  rig.ask('2A 01 01');
  rig.ask('10 01');
  expect(due(10_000)).toEqual([]);
});

test('[UDS-R60] an identifier that the owner does not know is not scheduled', () => {
  const rig = new ServerRig(() => err(NRC.requestOutOfRange), CONFIG);
  expect(rig.ask('2A 03 01')).toEqual(['7F 2A 31']);
  expect(rig.wait(1000)).toEqual([]);
  expect(rig.events).toEqual([]);
});

/** A unit with one file of five bytes, and room for one. */
const files: Application = (ask) => {
  if (ask.service === 'TransferData')
    return ok(
      ask.direction === 'upload' ? bytes('AA BB CC DD EE').slice(ask.address, ask.address + ask.length) : EMPTY,
    );
  if (ask.service !== 'RequestFileTransfer') return ok(EMPTY);
  const grant = { block: { max: 0, lengthBytes: 1 }, dataFormat: 0, size: undefined, position: undefined };
  const size = ask.operation === FILE_OPERATION.readFile ? { uncompressed: 9, compressed: 5, width: 1 } : undefined;
  return ok(ask.operation === FILE_OPERATION.deleteFile ? EMPTY : encodeGrant({ ...grant, size }).slice(2));
};

test('[UDS-R61] a file is read like memory from its beginning, as long as the owner says', () => {
  const rig = new ServerRig(files, CONFIG).extended();
  expect(rig.ask('38 04 00 02 2F 61 00')).toEqual(['78 04 02 00 06 00 00 01 09 05']);
  expect(rig.ask('36 01')).toEqual(['76 01 AA BB CC DD']);
  expect(rig.ask('38 04 00 02 2F 61 00')).toEqual(['7F 38 22']);
  expect(rig.ask('36 02')).toEqual(['76 02 EE']);
  expect(rig.ask('36 03')).toEqual(['7F 36 24']);
  expect(rig.ask('37')).toEqual(['77']);
  expect(
    rig.asks
      .filter(({ service }) => service === 'TransferData')
      .every((ask) => 'target' in ask && ask.target === 'file'),
  ).toBe(true);
});

test('[UDS-R61] a file is written as long as the request says, and deleting one transfers nothing', () => {
  const rig = new ServerRig(files, CONFIG).extended();
  expect(rig.ask('38 01 00 02 2F 62 00 01 09 03')).toEqual(['78 01 02 00 06 00']);
  expect(rig.ask('36 01 01 02 03 04')).toEqual(['7F 36 71']);
  expect(rig.ask('38 01 00 02 2F 62 00 01 09 03')).toEqual(['78 01 02 00 06 00']);
  expect(rig.ask('36 01 01 02 03')).toEqual(['76 01']);
  expect(rig.asks.map(showAsk)).toContain('write 010203 at 0');
  expect(rig.ask('37')).toEqual(['77']);
  expect(rig.ask('38 02 00 02 2F 62')).toEqual(['78 02']);
  expect(rig.ask('36 01')).toEqual(['7F 36 24']);
});
