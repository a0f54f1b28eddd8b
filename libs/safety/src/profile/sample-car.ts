import { DEFAULT_LIMITS, DEFAULT_VOLTAGE } from './default-limits.js';
import type { VehicleProfile } from './profile.js';
import { SAMPLE_BODY, SAMPLE_ENGINE, SAMPLE_GATEWAY } from './sample-units.js';

const SOURCE = 'specification of the sample car';

/** The car that ships with Baylink, virtual and on the bench. */
export const SAMPLE_CAR: VehicleProfile = {
  id: 'sample-car',
  name: 'Baylink sample car',
  make: 'baylink',
  ...DEFAULT_LIMITS,
  timing: { ...DEFAULT_LIMITS.timing, source: SOURCE, p2: 250 },
  voltage: { ...DEFAULT_VOLTAGE, source: SOURCE, stuck: 'tell' },
  conditions: {
    source: `${SOURCE}; scaling as in SAE J1979`,
    list: [
      {
        name: 'ignition',
        unit: 0x1000,
        did: 0x0101,
        length: 1,
        scale: 1,
        offset: 0,
        unitOfMeasure: '',
        min: 1,
        max: 1,
        remedy: 'switch the ignition on',
      },
      {
        name: 'engine speed',
        unit: 0x1000,
        did: 0xf40c,
        length: 2,
        scale: 0.25,
        offset: 0,
        unitOfMeasure: ' rpm',
        min: 0,
        max: 0,
        remedy: 'stop the engine and leave the ignition on',
      },
      {
        name: 'vehicle speed',
        unit: 0x1000,
        did: 0xf40d,
        length: 1,
        scale: 1,
        offset: 0,
        unitOfMeasure: ' km/h',
        min: 0,
        max: 0,
        remedy: 'bring the vehicle to a standstill',
      },
    ],
  },
  agreements: { source: SOURCE, coding: [], programming: [], secure: [] },
  /** P056x system voltage, U00xx bus communication. */
  blockingDtcs: { source: 'SAE J2012 groups of supply and network faults', prefixes: ['056', 'C0'] },
  publisherRequired: false,
  forbidden: [],
  units: [SAMPLE_GATEWAY, SAMPLE_ENGINE, SAMPLE_BODY],
};
