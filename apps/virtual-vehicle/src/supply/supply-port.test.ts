import { milliamperes, millivolts } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import type { DialectName } from '@baylink/protocols/bench-supply';
import { openBenchSupply } from '@baylink/transport-vehicle/bench-supply';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VehicleRig } from '../vehicle.rig.js';

let rig: VehicleRig;
beforeEach(() => {
  rig = new VehicleRig();
});
afterEach(() => rig.clear());

const NAMES: { readonly [name in DialectName]: string } = {
  scpi: 'Baylink,Virtual Supply,1,1.0',
  korad: 'KORADKA3005PV2.0',
};

describe.each<DialectName>(['scpi', 'korad'])('the bench supply of the virtual vehicle, %s', (dialect) => {
  async function begin() {
    const path = rig.at('supply');
    const vehicle = await rig.start({ supply: `${path}?dialect=${dialect}` });
    let heardLost: (message: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => (heardLost = resolve));
    const supply = openBenchSupply({
      path,
      dialect,
      clock: systemClock(),
      lost: ({ message }) => heardLost(message),
    });
    expect(await supply.open()).toEqual({ ok: true, value: { kind: 'identity', text: NAMES[dialect] } });
    return { vehicle, supply, lost };
  }

  test('voltage, current and state are read, and what is set is what the units get', async () => {
    const { vehicle, supply } = await begin();
    const { reader, control } = supply;
    const current = await reader.readCurrent();
    expect(current.ok && current.value.level).toBeGreaterThan(500);
    expect((await control.setVoltage(millivolts(12_500))).ok).toBe(true);
    const read = await reader.readVoltage();
    expect(Math.abs((read.ok ? read.value.level : 0) - 12_500)).toBeLessThan(50);
    expect(Math.abs(vehicle.car.voltage() - 12_500)).toBeLessThan(50);
    expect(await reader.readState()).toMatchObject({ ok: true, value: { output: true, limiting: false } });
    await supply.close();
  });

  test('an output that is switched off takes the power from the car, and comes back', async () => {
    const { vehicle, supply } = await begin();
    expect((await supply.control.switchOutput(false)).ok).toBe(true);
    expect(await supply.reader.readState()).toMatchObject({ ok: true, value: { output: false } });
    expect(vehicle.car.voltage()).toBe(0);
    await supply.control.switchOutput(true);
    expect(await supply.reader.readState()).toMatchObject({ ok: true, value: { output: true } });
    expect(vehicle.car.voltage()).toBeGreaterThan(13_000);
    await supply.close();
  });

  test('a limit below what the car draws shows as limiting', async () => {
    const { supply } = await begin();
    await supply.control.setCurrentLimit(milliamperes(100));
    expect(await supply.reader.readState()).toMatchObject({ ok: true, value: { limiting: true } });
    await supply.close();
  });

  test('a supply that is pulled out is told once, and nothing is asked of it any more', async () => {
    const { vehicle, supply, lost } = await begin();
    await vehicle.stop();
    expect(await lost).toContain('is gone');
    expect(await supply.reader.readVoltage()).toMatchObject({ ok: false, error: { kind: 'lost' } });
    await supply.close();
  });
});

test('SCPI tells a refused order in the words of the instrument', async () => {
  const path = rig.at('supply');
  await rig.start({ supply: path });
  const supply = openBenchSupply({ path, dialect: 'scpi', clock: systemClock() });
  await supply.open();
  expect(await supply.control.setVoltage(millivolts(99_000))).toMatchObject({
    ok: false,
    error: { kind: 'refused', message: expect.stringContaining('Data out of range') },
  });
  await supply.close();
});

test('a place that is none is refused with a sentence', async () => {
  expect(await rig.refusal({ supply: `${rig.at('supply')}?dialect=morse` })).toContain(
    'write PATH or PATH?dialect=korad',
  );
});
