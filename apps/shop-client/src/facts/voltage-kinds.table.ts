import { err, type Result } from '@baylink/kernel';
import type { VoltageKind, VoltageSource } from './voltage-kind.js';
import { adapterVoltage } from './voltage-kinds/adapter.js';
import { obdVoltage } from './voltage-kinds/obd.js';
import { pathVoltage } from './voltage-kinds/path.js';
import { supplyVoltage } from './voltage-kinds/supply.js';
import { unitVoltage } from './voltage-kinds/unit.js';

/** Every voltage source that this shop client knows by name; anything else is a path. */
export const VOLTAGE_KINDS: ReadonlyMap<string, VoltageKind> = new Map([
  ['adapter', adapterVoltage],
  ['unit', unitVoltage],
  ['obd', obdVoltage],
  ['supply', supplyVoltage],
]);

/** `KIND`, `KIND:PLACE` or a path. A file that is called like a kind is written with its folder: `./adapter`. */
export function parseVoltage(text: string): Result<VoltageSource, string> {
  if (text === '')
    return err(
      `--voltage is empty: it is a path, or ${[...VOLTAGE_KINDS.values()].map(({ form }) => form).join(', ')}.`,
    );
  const [, name = '', place = ''] = /^([a-z]+)(?::(.*))?$/s.exec(text) ?? [];
  return VOLTAGE_KINDS.get(name)?.parse(place) ?? pathVoltage.parse(text);
}
