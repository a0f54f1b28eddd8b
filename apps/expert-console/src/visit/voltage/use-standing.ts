import { useEffect, useState } from 'react';
import { useServices } from '../../session/services.js';
import { useNow } from '../../session/use-now.js';
import { useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import { type Band, bandOf, standing, type VoltageStanding } from './band.js';

/** The newest reading against the profile's band, going stale by itself when nothing newer comes. */
export function useStanding(): { standing: VoltageStanding; band: Band } {
  const { wall } = useServices();
  const { voltage, connection } = useVisit().model;
  const reading = voltage.last;
  const band = bandOf(useProfile());
  const [seen, setSeen] = useState(wall);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the arrival of a reading is what is timed
  useEffect(() => setSeen(wall()), [reading, wall]);
  const now = useNow(wall);
  return { standing: standing(reading, band, { seen, wall: now, live: connection.state === 'live' }), band };
}
