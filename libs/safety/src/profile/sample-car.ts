import sampleCar from '@baylink/profiles/sample-car.json' with { type: 'json' };
import olderCar from '@baylink/profiles/sample-car-kwp2000.json' with { type: 'json' };
import type { VehicleProfile } from './profile.js';
import { shipped } from './profile-file.js';

/** The car that ships with Baylink, virtual and on the bench. */
export const SAMPLE_CAR: VehicleProfile = shipped(sampleCar);

/** The same car with units that speak ISO 14230-3, on K-Line and on CAN. */
export const SAMPLE_CAR_KWP2000: VehicleProfile = shipped(olderCar);
