import type { RandomId, Scan, UnitFinding } from '@baylink/contracts';
import type { VisitEvent } from './events.js';

/** Puts a scan together: units come one by one as they are found, or with the answer, or both. */
export class ScannedUnits {
  private readonly units = new Map<number, UnitFinding>();

  constructor(
    private readonly question: RandomId,
    private readonly onUnit: (unit: UnitFinding) => void,
  ) {}

  hear(event: VisitEvent): void {
    if (event.kind !== 'said' || event.body.kind !== 'scan-progress') return;
    const { id, unit } = event.body;
    if (id === this.question && unit !== undefined) this.take(unit);
  }

  complete({ at, units }: Scan): Scan {
    for (const unit of units) this.take(unit);
    return { at, units: [...this.units.values()].sort((a, b) => a.unit - b.unit) };
  }

  private take(unit: UnitFinding): void {
    const known = this.units.has(unit.unit);
    this.units.set(unit.unit, unit);
    if (!known) this.onUnit(unit);
  }
}
