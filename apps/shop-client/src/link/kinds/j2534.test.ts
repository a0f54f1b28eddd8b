import { systemClock } from '@baylink/kernel/system';
import { LEGISLATED_UNITS, type UnitAddress } from '@baylink/transport-vehicle';
import { expect, test } from 'vitest';
import { parseLinkSpec } from '../link-spec.js';

test.each([
  ['j2534:/opt/vci/vci.so', { library: '/opt/vci/vci.so', protocol: 'iso15765' }],
  ['j2534:/opt/vci/vci.so?protocol=can&bitrate=250000', { protocol: 'can', bitRate: 250_000 }],
  [
    'j2534:/opt/vci/vci.so?device=VCI 2&node=/opt/node32/node&long=4',
    { device: 'VCI 2', node: '/opt/node32/node', long: 4 },
  ],
])('[SHP-R31] --link %s names a pass-thru library', (spec, place) => {
  expect(parseLinkSpec(spec)).toMatchObject({ ok: true, value: { kind: 'j2534', place } });
});

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const CARS = { known: [ENGINE], unknown: LEGISLATED_UNITS } as const;
test.each([
  ['j2534:/opt/vci.so', 'known', 'j2534'],
  ['j2534:/opt/vci.so', 'unknown', 'iso-tp over j2534'],
  ['j2534:/opt/vci.so?protocol=iso15765', 'unknown', 'j2534'],
  ['j2534:/opt/vci.so?protocol=can', 'known', 'iso-tp over j2534'],
] as const)(
  '[SHP-R97] %s, a car that is %s: the link is "%s", which hears more than ten addresses or does ISO-TP itself',
  (spec, car, kind) => {
    const parsed = parseLinkSpec(spec);
    expect(parsed.ok && parsed.value.make({ units: CARS[car], clock: systemClock() }).kind).toBe(kind);
  },
);

test.each([
  ['j2534:/opt/vci.so?protocol=kline', 'protocol is not "kline"; give protocol=iso15765 or can'],
  ['j2534:/opt/vci.so?device=', 'device is not ""; give device=NAME'],
  ['j2534:/opt/vci.so?pin=6', '"pin" is no option of this link'],
])('[SHP-R31] --link %s is refused', (spec, words) => {
  expect(parseLinkSpec(spec)).toMatchObject({ ok: false, error: expect.stringContaining(words) });
});
