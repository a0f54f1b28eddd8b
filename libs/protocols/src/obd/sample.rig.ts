import { bytesOf } from '@baylink/kernel';
import { INFOTYPE } from './information.table.js';
import type { ObdVehicle } from './vehicle.js';

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const VIN = 'WP0ZZZ99ZTS390000';

/** A unit with something in every mode. */
export const VEHICLE: ObdVehicle = {
  current: new Map([
    [0x01, bytesOf(0x83, 0x07, 0x65, 0x04)],
    [0x05, bytesOf(0x7b)],
    [0x0c, bytesOf(0x1a, 0xf8)],
    [0x0d, bytesOf(0x32)],
    [0x42, bytesOf(0x36, 0xb0)],
  ]),
  freezeFrame: new Map([
    [0x02, bytesOf(0x04, 0x20)],
    [0x0c, bytesOf(0x0f, 0xa0)],
  ]),
  stored: [0x0420, 0x0171, 0xc100, 0x4123],
  pending: [0x0171],
  permanent: [0x0420],
  monitors: [
    { mid: 0x01, tid: 0x81, scaling: 0x0a, value: 0x10, minimum: 0, maximum: 0x20 },
    { mid: 0x21, tid: 0x85, scaling: 0x24, value: 0x01, minimum: 0, maximum: 0x08 },
  ],
  oxygenSensorTests: [{ tid: 0x01, sensor: 0x01, data: bytesOf(0x5a) }],
  controls: new Map([[0x01, new Uint8Array(5)]]),
  information: new Map([
    [INFOTYPE.vin, [ascii(VIN)]],
    [INFOTYPE.calibrationId, [ascii('BLE-ENG-0100\0\0\0\0')]],
    [INFOTYPE.calibrationVerificationNumber, [bytesOf(0x17, 0x91, 0xbc, 0x82)]],
  ]),
  clearing: 'allow',
};

export const OBD_REQUESTS = [
  '01 00',
  '01 20',
  '01 40',
  '01 01',
  '01 0C 0D 42',
  '02 00 00',
  '02 02 00',
  '02 0C 00',
  '03',
  '04',
  '05 00 01',
  '05 01 01',
  '06 00',
  '06 01',
  '06 81',
  '07',
  '08 00',
  '08 01',
  '09 00',
  '09 01',
  '09 02',
  '09 04',
  '09 06',
  '0A',
] as const;
