import { Field } from '../../ui/field.js';

const LENGTH = 6;

export const lastOfVin = (vin: string): string => vin.slice(-LENGTH);

/** True when the typed characters are the end of the VIN; case does not count. */
export const isEndOfVin = (typed: string, vin: string): boolean =>
  vin.length === 17 && typed.trim().toUpperCase() === lastOfVin(vin).toUpperCase();

interface VinStepProps {
  readonly vin: string;
  readonly typed: string;
  readonly onType: (typed: string) => void;
}

/** Typing a part of the VIN is slow on purpose: the wrong car in the wrong tab is caught here. */
export function VinStep({ vin, typed, onType }: VinStepProps) {
  const whole = typed.trim().length >= LENGTH;
  return (
    <Field
      label={`Last ${LENGTH} characters of the VIN, as the technician reads them from the car`}
      mono
      value={typed}
      maxLength={LENGTH}
      fault={whole && !isEndOfVin(typed, vin) ? `The scan read a VIN that ends in ${lastOfVin(vin)}.` : undefined}
      onChange={(event) => onType(event.target.value)}
      data-testid="offer-vin"
    />
  );
}
