import { bytesOf, hex } from '@baylink/kernel';
import { type CanAddress, mixed29, normalFixed } from '@baylink/protocols/iso-tp';
import { canPair, diagnosticLinkContract, Heard, SimulatedClock, settled } from '@baylink/testing';
import { describe, expect, test } from 'vitest';
import type { UnitAddress } from '../link.js';
import { LEGISLATED_UNITS, unlistedUnit } from '../unlisted-unit.js';
import { type FdFrames, openIsoTpLink } from './index.js';

/** An address, what its unit sees as the tester's, and where that unit hears functional requests. */
interface Format {
  readonly can: CanAddress;
  readonly tester: CanAddress;
  readonly everybody: CanAddress;
}

const FORMATS: { readonly [name: string]: Format } = {
  '11-bit normal': {
    can: { request: 0x7e0, response: 0x7e8 },
    tester: { request: 0x7e8, response: 0x7e0 },
    everybody: { request: 0x7fe, response: 0x7df },
  },
  '29-bit normal fixed': {
    can: normalFixed(0x10),
    tester: { request: 0x18daf110, response: 0x18da10f1 },
    everybody: { request: 0x18000001, response: 0x18db33f1 },
  },
  extended: {
    can: { request: 0x6f1, response: 0x612, format: 'extended', unit: 0x12, tester: 0xf1, everybody: 0xdf },
    tester: { request: 0x612, response: 0x6f1, format: 'extended', unit: 0xf1, tester: 0x12 },
    everybody: { request: 0x601, response: 0x6f1, format: 'extended', unit: 0xf1, tester: 0xdf },
  },
  '11-bit mixed': {
    can: { request: 0x740, response: 0x748, format: 'mixed', extension: 0x99 },
    tester: { request: 0x748, response: 0x740, format: 'mixed', extension: 0x99 },
    everybody: { request: 0x7fe, response: 0x7df, format: 'mixed', extension: 0x99 },
  },
  '29-bit mixed': {
    can: mixed29(0x10, 0x99),
    tester: { request: 0x18cef110, response: 0x18ce10f1, format: 'mixed', extension: 0x99 },
    everybody: { request: 0x18000001, response: 0x18cd33f1, format: 'mixed', extension: 0x99 },
  },
};
const FD: { readonly [name: string]: { readonly fd?: FdFrames } } = {
  'classic frames': {},
  'FD frames of 64 bytes': { fd: { txDl: 64, bitRateSwitch: true } },
  'FD frames of 12 bytes': { fd: { txDl: 12, bitRateSwitch: false } },
};

for (const [name, { can, tester, everybody }] of Object.entries(FORMATS))
  for (const [frames, fd] of Object.entries(FD))
    diagnosticLinkContract(`ISO-TP over a wire with ${name} addressing in ${frames}`, async () => {
      const clock = new SimulatedClock();
      const pair = canPair(clock);
      const near: UnitAddress = { logical: 0x1001, can };
      const far: UnitAddress = { logical: 0x0e00, can: tester };
      const link = openIsoTpLink({ canLink: pair.near, units: [near], clock, ...fd });
      const units = [far, { logical: 0x0e01, can: everybody }];
      const unit = openIsoTpLink({ canLink: pair.far, units, clock, ...fd });
      await unit.open();
      return {
        link,
        unit: near,
        stranger: { logical: 0x1099, can: { request: 0x700, response: 0x708 } },
        answer: (handler) =>
          unit.listen(async (event) => {
            if (event.kind !== 'message') return;
            for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: far }, answer);
          }),
        cut: pair.cut,
        release: async () => {},
      };
    });

describe('several addressing formats on one bus', () => {
  const units = Object.values(FORMATS).map(({ can }, i): UnitAddress => ({ logical: 0x1000 + i, can }));

  async function onOneBus(addresses: readonly UnitAddress[], fd: FdFrames | undefined = undefined) {
    const clock = new SimulatedClock();
    const { near, far } = canPair(clock);
    const link = openIsoTpLink({ canLink: near, units: addresses, clock, ...(fd && { fd }) });
    const bus = new Heard(far);
    const heard = new Heard(link);
    await far.open();
    await link.open();
    return { link, far, heard, seen: () => bus.of('frame').map(({ frame }) => frame) };
  }
  const shown = (frames: readonly { readonly id: number; readonly data: Uint8Array }[]) =>
    frames.map(({ id, data }) => `${id.toString(16)} ${hex(data)}`);

  test('each unit is asked in its own format', async () => {
    const { link, seen } = await onOneBus(units);
    for (const unit of units) expect((await link.send({ to: 'unit', unit }, bytesOf(0x3e, 0x00))).ok).toBe(true);
    expect(shown(seen())).toEqual([
      '7e0 023e00cccccccccc',
      '18da10f1 023e00cccccccccc',
      '6f1 12023e00cccccccc',
      '740 99023e00cccccccc',
      '18ce10f1 99023e00cccccccc',
    ]);
  });

  test('[C13] a functional request goes once to each place where units hear one', async () => {
    const twice = [...units, { logical: 0x1010, can: { request: 0x7e1, response: 0x7e9 } }];
    const { link, seen } = await onOneBus(twice);
    expect((await link.send({ to: 'functional' }, bytesOf(0x3e, 0x80))).ok).toBe(true);
    expect(shown(seen())).toEqual([
      '7df 023e80cccccccccc',
      '18db33f1 023e80cccccccccc',
      '6f1 df023e80cccccccc',
      '7df 99023e80cccccccc',
      '18cd33f1 99023e80cccccccc',
    ]);
  });

  test('[C13] one that does not fit every format is refused before anything is sent', async () => {
    const { link, seen } = await onOneBus(units);
    expect(await link.send({ to: 'functional' }, new Uint8Array(7))).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('1 to 6 bytes and this one has 7') },
    });
    await settled();
    expect(seen()).toEqual([]);
  });

  test('[C13] units without an address in common are not asked together', async () => {
    const can: CanAddress = { request: 0x6f1, response: 0x612, format: 'extended', unit: 0x12, tester: 0xf1 };
    const { link } = await onOneBus([{ logical: 0x1000, can }]);
    expect(await link.send({ to: 'functional' }, bytesOf(0x3e, 0x80))).toMatchObject({
      ok: false,
      error: { kind: 'unsupported' },
    });
  });

  test('[C14] units that share an identifier are told apart by the address byte', async () => {
    const mixed = (extension: number): UnitAddress => ({
      logical: 0x2000 + extension,
      can: { request: 0x740, response: 0x748, format: 'mixed', extension },
    });
    const { far, heard } = await onOneBus([mixed(0x10), mixed(0x20)]);
    for (const extension of [0x20, 0x10, 0x30])
      await far.send({ id: 0x748, extended: false, data: bytesOf(extension, 0x02, 0x7e, extension) });
    await settled();
    expect(heard.of('message').map(({ from, bytes }) => `${from.logical.toString(16)} ${hex(bytes)}`)).toEqual([
      '2020 7e20',
      '2010 7e10',
    ]);
  });

  test('[C10] with FD asked for frames are in the FD format; an answer in the classic one is read all the same', async () => {
    const [unit] = units;
    if (unit === undefined) throw new Error('no unit');
    const { link, far, heard, seen } = await onOneBus([unit], { txDl: 64, bitRateSwitch: true });
    await link.send({ to: 'unit', unit }, new Uint8Array(20));
    expect(seen()).toMatchObject([{ fd: { bitRateSwitch: true }, data: { length: 24 } }]);
    await far.send({ id: 0x7e8, extended: false, data: bytesOf(0x02, 0x7e, 0x00) });
    await heard.until('message');
  });
});

describe('a car that is in no profile', () => {
  async function search(answersAt: number) {
    const clock = new SimulatedClock();
    const { near, far } = canPair(clock);
    const link = openIsoTpLink({ canLink: near, units: LEGISLATED_UNITS, clock });
    const bus = new Heard(far);
    const heard = new Heard(link);
    await far.open();
    await link.open();
    const ask = async () => {
      await link.send({ to: 'functional' }, bytesOf(0x3e, 0));
      await clock.advance(100);
    };
    const answer = async (id: number) => {
      void far.send({ id, extended: id > 0x7ff, data: bytesOf(0x02, 0x7e, 0, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc) });
      await clock.advance(100);
    };
    await ask();
    if (answersAt <= 0x7ff) await answer(answersAt);
    await ask();
    if (answersAt > 0x7ff) await answer(answersAt);
    await ask();
    const asked = bus.of('frame').map(({ frame }) => `${frame.id.toString(16)} ${frame.extended}`);
    return { asked, link, clock, bus, from: heard.of('message').map(({ from }) => from.logical) };
  }

  test('[ITP-R34] 11 bits first, 29 when nobody answers, and then where somebody has answered', async () => {
    const base = await search(0x7e8);
    expect(base.asked).toEqual(['7df false', '7df false', '7df false']);
    expect(base.from).toEqual([0x7e0]);
    const extended = await search(0x18daf110);
    expect(extended.asked).toEqual(['7df false', '18db33f1 true', '18db33f1 true']);
    expect(extended.from).toEqual([0x10]);
  });

  test('[ITP-R34] where nobody answers at all both are asked by turns', async () => {
    const nobody = await search(0x18db33f1);
    expect(nobody.asked).toEqual(['7df false', '18db33f1 true', '7df false']);
  });

  test('[ITP-R34] a unit with 29 bits is asked by its address byte', async () => {
    const { link, clock, bus } = await search(0x18daf128);
    await Promise.all([
      link.send({ to: 'unit', unit: unlistedUnit(0x28) }, bytesOf(0x22, 0xf1, 0x90)),
      clock.advance(10),
    ]);
    expect(bus.of('frame').at(-1)?.frame).toMatchObject({ id: 0x18da28f1, extended: true });
  });
});
