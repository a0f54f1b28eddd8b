import type { INestApplication } from '@nestjs/common';
import { Switchboard } from '../relay/switchboard.js';
import { VisitStore } from '../store/visits.js';
import { Metrics } from './metrics.js';

/** Numbers that other parts know and the metrics only read. */
export function watchCounts(app: INestApplication): void {
  const metrics = app.get(Metrics);
  const switchboard = app.get(Switchboard);
  const visits = app.get(VisitStore);
  metrics.watch('baylink_shop_tunnels', 'Shops connected now', () => switchboard.shopCount);
  metrics.watch('baylink_joined_visits', 'Visits in which an expert sits now', () => switchboard.seatCount);
  metrics.watch('baylink_open_visits', 'Visits that are not closed', () => visits.openCount());
}
