import { concat, err, ok, readUint, showHex, uintBytes } from '@baylink/kernel';
import { decodePositive } from '@baylink/protocols/uds';
import { startUnitMeter } from '../unit-meter.js';
import type { VoltageKind } from '../voltage-kind.js';

const READ_DATA_BY_IDENTIFIER = 0x22;

/** The data of a positive response to 22, as SAE J1979 PID 42 scales it: millivolts in two bytes. */
function millivoltsIn(bytes: Uint8Array): number | undefined {
  const response = decodePositive(bytes);
  return response?.service === 'ReadDataByIdentifier' ? readUint(response.data, 0, 2) : undefined;
}

/** A unit that measures its own supply and tells it under a data identifier. */
export const unitVoltage: VoltageKind = {
  form: 'unit:UNIT:DID',
  parse(place) {
    const [unit, did, ...more] = place.split(':').map(Number);
    if (more.length > 0 || !isWord(unit) || !isWord(did))
      return err(
        `--voltage unit:${place}: a unit that measures its supply is named as in unit:0x1000:0xF442 (logical address and data identifier).`,
      );
    const request = concat(Uint8Array.of(READ_DATA_BY_IDENTIFIER), uintBytes(did, 2));
    return ok({
      name: `unit ${showHex(unit, 4)} DID ${showHex(did, 4)}`,
      reach: 'shared',
      start: ({ tester, clock }, hear) => startUnitMeter({ tester, clock, unit, request, decode: millivoltsIn, hear }),
    });
  },
};

/** Addresses and data identifiers have 16 bits. (ISO 14229-1 C.1, ISO 13400-2) */
export const isWord = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value >= 0 && value <= 0xffff;
