import sampleCar from '@baylink/profiles/sample-car.json' with { type: 'json' };
import type { VehicleProfile } from './profile.js';
import { shipped } from './profile-file.js';

/** The car that ships with Baylink, virtual and on the bench. */
export const SAMPLE_CAR: VehicleProfile = shipped(sampleCar);
