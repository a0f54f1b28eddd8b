import type { VehicleProfile } from '../src/profile/profile.js';
import { SAMPLE_CAR } from '../src/profile/sample-car.js';

/** The sample car with something secure and a listed routine in its body unit. */
export const EQUIPPED_CAR: VehicleProfile = {
  ...SAMPLE_CAR,
  units: SAMPLE_CAR.units.map((unit) =>
    unit.name === 'body'
      ? {
          ...unit,
          secureDids: [0x0700, 0x0601],
          secureRoutines: [0x0301],
          routines: [{ rid: 0x0300, name: 'windows' }],
        }
      : unit,
  ),
};

const [, , SAMPLE_BODY] = SAMPLE_CAR.units;
if (SAMPLE_BODY?.coding == null) throw new Error('the sample car has three units, and its body unit has coding');

/** The sample car with an older unit: its values and routines have names of one byte. */
export const MIXED_CAR: VehicleProfile = {
  ...SAMPLE_CAR,
  units: [
    ...SAMPLE_CAR.units,
    {
      ...SAMPLE_BODY,
      name: 'climate',
      dialect: 'kwp2000',
      address: { logical: 0x1005, can: { request: 0x7e6, response: 0x7ee }, kLine: 0x98 },
      coding: {
        ...SAMPLE_BODY.coding,
        dids: [{ did: 0x0020, name: 'fan curve', length: 1, safetyRelevant: false }],
      },
      secureDids: [0x0070],
      routines: [{ rid: 0x12, name: 'flap calibration' }],
      secureRoutines: [0x40],
    },
  ],
};
