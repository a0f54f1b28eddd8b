import { bytesOf } from '@baylink/kernel';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { forwardDiagnostic } from '@baylink/transport-vehicle/wrap';
import { expect, test } from 'vitest';
import { awakeCar, carBench, ENGINE, READING } from '../../test/car-bench.js';

const EXTENDED = bytesOf(0x10, 0x03);
const DEFAULT = bytesOf(0x10, 0x01);

/** What a link is told of sessions, as a keeper would be. */
function toldOf() {
  const told: string[] = [];
  const wrap = (link: DiagnosticLink): DiagnosticLink =>
    forwardDiagnostic(link, {
      keeps: ({ logical }, on) => told.push(`${logical.toString(16)} ${on ? 'kept' : 'let go'}`),
    });
  return { told, wrap };
}

test('[KPP-R12] the link is told once that a session is kept, and that it is left', async () => {
  const { told, wrap } = toldOf();
  const { tester, outcome, clock } = await awakeCar([], wrap);
  await outcome(tester.ask(ENGINE, EXTENDED));
  await clock.advance(20_000);
  expect(told).toEqual(['1001 kept']);
  await outcome(tester.ask(ENGINE, DEFAULT));
  expect(told.at(-1)).toBe('1001 let go');
});

test('[KPP-R12] a new link hears of every session that is kept', async () => {
  const { wrap } = toldOf();
  const { tester, outcome, door } = await awakeCar([], wrap);
  await outcome(tester.ask(ENGINE, EXTENDED));
  const second = toldOf();
  door.attach(second.wrap(carBench().link));
  expect(second.told).toEqual(['1001 kept']);
});

test('[KPP-R12] what the judge does not let out is not sent in its place either', async () => {
  const { told, wrap } = toldOf();
  const { tester, outcome, clock, situation } = await awakeCar([], wrap);
  await outcome(tester.ask(ENGINE, EXTENDED));
  situation.now = { ...READING, visit: { recorded: false, activeTestsAllowed: false } };
  await clock.advance(5000);
  expect(told.at(-1)).toBe('1001 let go');
});
