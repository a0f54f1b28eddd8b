import type { VisitModel } from './visit-model.js';

/** The VIN of the car in this visit: what the shop knew when the visit opened, then what the scan has read. */
export function vehicleVin({ welcome, scan }: Pick<VisitModel, 'welcome' | 'scan'>): string | null {
  const units = scan.state === 'done' ? scan.scan.units : [];
  return welcome?.vehicle.vin ?? units.find(({ vin }) => vin !== null)?.vin ?? null;
}
