import { err, ok, readUint, showHex } from '@baylink/kernel';
import { startUnitMeter } from '../unit-meter.js';
import type { VoltageKind } from '../voltage-kind.js';
import { isWord } from './unit.js';

/** Show current data, control module voltage. (SAE J1979 service 01, PID 42) */
const REQUEST = Uint8Array.of(0x01, 0x42);
const ANSWER = Uint8Array.of(0x41, 0x42);

const millivoltsIn = (bytes: Uint8Array): number | undefined =>
  ANSWER.every((byte, i) => bytes[i] === byte) ? readUint(bytes, ANSWER.length, 2) : undefined;

/** A unit that tells its own supply as OBD does. */
export const obdVoltage: VoltageKind = {
  form: 'obd:UNIT',
  parse(place) {
    const unit = place === '' ? undefined : Number(place);
    if (!isWord(unit))
      return err(
        `--voltage obd:${place}: the unit that is asked for PID 0x42 is named as in obd:0x1001 (logical address).`,
      );
    return ok({
      name: `unit ${showHex(unit, 4)} PID 0x42`,
      reach: 'shared',
      start: ({ tester, clock }, hear) =>
        startUnitMeter({ tester, clock, unit, request: REQUEST, decode: millivoltsIn, hear }),
    });
  },
};
