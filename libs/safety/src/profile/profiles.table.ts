import audi from '@baylink/profiles/audi.json' with { type: 'json' };
import bmw from '@baylink/profiles/bmw.json' with { type: 'json' };
import bmwLithium from '@baylink/profiles/bmw-lithium.json' with { type: 'json' };
import ford from '@baylink/profiles/ford.json' with { type: 'json' };
import gm from '@baylink/profiles/gm.json' with { type: 'json' };
import hyundai from '@baylink/profiles/hyundai.json' with { type: 'json' };
import jaguarLandRover from '@baylink/profiles/jaguar-land-rover.json' with { type: 'json' };
import kia from '@baylink/profiles/kia.json' with { type: 'json' };
import lexus from '@baylink/profiles/lexus.json' with { type: 'json' };
import mazda from '@baylink/profiles/mazda.json' with { type: 'json' };
import mercedesBenz from '@baylink/profiles/mercedes-benz.json' with { type: 'json' };
import nissan from '@baylink/profiles/nissan.json' with { type: 'json' };
import porsche from '@baylink/profiles/porsche.json' with { type: 'json' };
import stellantis from '@baylink/profiles/stellantis.json' with { type: 'json' };
import truck24v from '@baylink/profiles/truck-24v.json' with { type: 'json' };
import type { VehicleProfile } from './profile.js';
import { shipped } from './profile-file.js';
import { SAMPLE_CAR, SAMPLE_CAR_KWP2000 } from './sample-car.js';
import { UNKNOWN_VEHICLE } from './unknown.js';

/** What is known of makes: their supply while programming, and no unit. */
const MAKES: readonly unknown[] = [
  audi,
  bmw,
  bmwLithium,
  ford,
  gm,
  hyundai,
  jaguarLandRover,
  kia,
  lexus,
  mazda,
  mercedesBenz,
  nissan,
  porsche,
  stellantis,
  truck24v,
];

/** The profiles that ship, by id, as they were built in: to preview. A shop reads the signed file. */
export const PROFILES: ReadonlyMap<string, VehicleProfile> = new Map(
  [SAMPLE_CAR, SAMPLE_CAR_KWP2000, UNKNOWN_VEHICLE, ...MAKES.map(shipped)].map((profile) => [profile.id, profile]),
);

/** An id that nobody knows gets the strictest profile. */
export const profileOf = (id: string): VehicleProfile => PROFILES.get(id) ?? UNKNOWN_VEHICLE;
