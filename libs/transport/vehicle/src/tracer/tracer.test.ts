import { bytesOf, fromHex, millis } from '@baylink/kernel';
import { baseFrame } from '@baylink/protocols/can';
import { canPair, SimulatedClock, settled } from '@baylink/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openIsoTpLink } from '../iso-tp/index.js';
import { traced, traceLine } from './index.js';

const ENGINE = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const lineOf = (hexText: string, way: 'tx' | 'rx' = 'tx') =>
  traceLine({ at: millis(12_345.678), way, unit: 0x1001, bytes: fromHex(hexText) ?? bytesOf() });

test('time, direction, unit, the service in words and the bytes', () => {
  expect(lineOf('1003')).toMatch(/^ {4}12\.345678 tx 0x1001 DiagnosticSessionControl.* \[10 03\]$/);
  expect(lineOf('7f2231', 'rx')).toMatch(/ rx 0x1001 ReadDataByIdentifier refused: NRC 0x31 .*\[7F 22 31\]$/);
  expect(traceLine({ at: millis(0), way: 'tx', unit: undefined, bytes: bytesOf(0x3e, 0x80) })).toContain(
    ' tx all    TesterPresent',
  );
});

test.each(['27021122334455', '6701deadbeef', '29011234567890', '6903cafebabe00'])(
  'of %s the secret is withheld and counted',
  (message) => {
    const line = lineOf(message);
    const secret = message.slice(4);
    expect(line.replaceAll(' ', '').toLowerCase()).not.toContain(secret);
    expect(line).toMatch(/^ {4}12\.345678 tx 0x1001 (SecurityAccess|Authentication) \[.. .. \+\d withheld\]$/);
  },
);

test('a refusal of SecurityAccess is told in full', () => {
  expect(lineOf('7f2735', 'rx')).toContain('[7F 27 35]');
});

test('no message makes a line long, or two lines, or throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4095 }), (bytes) => {
      const line = traceLine({ at: millis(1), way: 'rx', unit: 1, bytes });
      expect(line.length).toBeLessThan(320);
      expect(line).not.toMatch(/[\n\r]/);
    }),
  );
});

test('a conversation, a failure and the end of a link as they are read afterwards', async () => {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const lines: string[] = [];
  const link = traced(openIsoTpLink({ canLink: pair.near, units: [ENGINE], clock }), (line) => lines.push(line), clock);
  link.listen(() => {});
  await pair.far.open();
  await link.open();
  await link.send({ to: 'unit', unit: ENGINE }, bytesOf(0x3e, 0));
  await pair.far.send(baseFrame(0x7e8, bytesOf(2, 0x7e, 0)));
  await settled();
  const failing = link.send({ to: 'unit', unit: ENGINE }, new Uint8Array(20));
  await clock.advance(1000);
  await failing;
  pair.cut();
  expect(lines.map((line) => line.slice(14).replace(/(: ).*/, '$1…'))).toEqual([
    '-- open: …',
    'tx 0x1001 TesterPresent [3E 00]',
    'rx 0x1001 TesterPresent ok [7E 00]',
    expect.stringMatching(/^tx 0x1001 service 0x00/),
    '-- not sent: …',
    '-- lost: …',
  ]);
});
