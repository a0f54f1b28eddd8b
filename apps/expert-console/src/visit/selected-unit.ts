import type { UnitFinding } from '@baylink/contracts';
import type { Visit } from './visit-context.js';

/** The chosen unit as the last scan found it. */
export function selectedUnit({ model, unit }: Pick<Visit, 'model' | 'unit'>): UnitFinding | undefined {
  return model.scan.state === 'done' ? model.scan.scan.units.find((one) => one.unit === unit) : undefined;
}
