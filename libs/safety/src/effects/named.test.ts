import { bytesOf, concat, fromHex } from '@baylink/kernel';
import { KWP_SERVICES } from '@baylink/protocols/kwp2000';
import { SERVICES } from '@baylink/protocols/uds';
import { expect, test } from 'vitest';
import type { VehicleProfile } from '../profile/profile.js';
import { SAMPLE_CAR } from '../profile/sample-car.js';
import { classify } from './classify.js';
import type { Dialect } from './dialect.js';

const BODY = { to: 'unit', unit: 0x1002 } as const;

/** One unit that has something of everything, in one of the dialects. */
const car = (dialect: Dialect): VehicleProfile => ({
  ...SAMPLE_CAR,
  units: SAMPLE_CAR.units.map((unit) => ({
    ...unit,
    dialect,
    coding: unit.coding && {
      ...unit.coding,
      dids: [{ did: dialect === 'uds' ? 0x0601 : 0x20, name: 'value', length: 1, safetyRelevant: false }],
    },
    secureDids: [0x0700, 0x70],
    routines: [{ rid: dialect === 'uds' ? 0x0300 : 0x12, name: 'routine' }],
    secureRoutines: [0x0301, 0x40],
  })),
});

const NAMES: { readonly [dialect in Dialect]: ReadonlyMap<number, string> } = {
  uds: new Map(SERVICES.map(({ sid, name }) => [sid, name])),
  kwp2000: new Map(KWP_SERVICES.map(({ sid, name }) => [sid, name])),
};

const SECOND = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x08, 0x12, 0x20, 0x40, 0x70, 0x81, 0x90];
/** Those that need more than their first bytes to be listed. */
const LONG = ['2e060155', '2e070055', '2f070003', '220700', '31010300', '31010301', '380400012f00', '2c01f30107000101'];

const requests = (sids: Iterable<number>): Uint8Array[] => [
  ...LONG.map((text) => fromHex(text) ?? bytesOf()),
  ...[...sids].flatMap((sid) => [
    bytesOf(sid),
    ...SECOND.flatMap((second) => [0, 1, 2, 3, 5, 9].map((more) => concat(bytesOf(sid, second), new Uint8Array(more)))),
  ]),
];

test.each(['uds', 'kwp2000'] as const)(
  '[EFF-R16] in %s a request that is listed is told by the name that its standard gives it, with the rule',
  (dialect) => {
    const told = new Set<string>();
    const profile = car(dialect);
    for (const bytes of requests(NAMES[dialect].keys())) {
      const { rule, what } = classify(bytes, BODY, profile);
      const name = NAMES[dialect].get(bytes[0] ?? -1);
      expect(rule).toMatch(/^EFF-R\d+$/);
      if (rule === 'EFF-R1' || name === undefined) continue;
      told.add(name);
      expect(what, `${what}, by ${rule}`).toMatch(new RegExp(`^${name}\\b`));
    }
    expect(told.size).toBeGreaterThan(20);
  },
);

test('[EFF-R1] what is not listed is told in its own bytes, eight of them at most', () => {
  const what = (bytes: Uint8Array) => classify(bytes, BODY, car('uds')).what;
  expect(what(bytesOf())).toMatch(/^an empty request, which /);
  expect(what(bytesOf(0xba, 1, 2))).toMatch(/^BA 01 02, which /);
  expect(what(new Uint8Array(20).fill(0xba))).toMatch(/^BA BA BA BA BA BA BA BA, which /);
});

test('[EFF-R5][EFF-R6] a mode of SAE J1979 is told as one, by its rule', () => {
  for (const dialect of ['uds', 'kwp2000'] as const) {
    const listed = new Set<number>();
    const profile = car(dialect);
    for (const mode of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
      for (let more = 0; more < 8; more++) {
        const { rule, what, effect } = classify(concat(bytesOf(mode), new Uint8Array(more)), BODY, profile);
        if (rule === 'EFF-R1') continue;
        listed.add(mode);
        expect(what).toMatch(/^OBD /);
        expect(rule).toBe(mode === 4 || mode === 8 ? 'EFF-R5' : 'EFF-R6');
        expect(effect).toBe(rule === 'EFF-R5' ? 'actuate' : 'observe');
      }
    expect(listed.size).toBe(dialect === 'uds' ? 10 : 9);
  }
});
