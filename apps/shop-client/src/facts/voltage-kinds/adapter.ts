import { err, ok } from '@baylink/kernel';
import { startAskedMeter } from '../asked-meter.js';
import type { VoltageKind } from '../voltage-kind.js';

/** The adapter that carries the link measures at the vehicle's plug: ELM ATRV, J2534 READ_VBATT. */
export const adapterVoltage: VoltageKind = {
  form: 'adapter',
  parse(place) {
    if (place !== '')
      return err(
        `--voltage adapter:${place}: the adapter is the one of --link and takes no place; write --voltage adapter.`,
      );
    return ok({
      name: 'adapter',
      reach: 'shared',
      start: ({ clock, readAdapterVoltage, adapterVoltageStep }, hear) =>
        startAskedMeter({
          name: 'adapter',
          clock,
          hear: (reading, at) => hear(reading, at, adapterVoltageStep()),
          ask: async () => {
            const read = await readAdapterVoltage();
            return read.ok ? read : err(read.error.message);
          },
        }),
    });
  },
};
