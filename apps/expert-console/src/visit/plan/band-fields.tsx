import type { VehicleProfile } from '@baylink/safety';
import { Field } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';
import { readBand, type TypedBand } from './band.js';

interface BandFieldsProps {
  readonly band: TypedBand;
  readonly profile: VehicleProfile | undefined;
  readonly onChange: (band: TypedBand) => void;
}

/** What this expert wants stricter of the supply than profile and shop do. */
export function BandFields({ band, profile, onChange }: BandFieldsProps) {
  const read = readBand(band);
  const volts = (millivolts: number | undefined) => (millivolts === undefined ? '' : (millivolts / 1000).toFixed(1));
  return (
    <Panel title="A narrower supply, if you want one" testId="band">
      <p className="small soft">
        Of profile, shop and plan the strictest counts. Empty: what the profile and the shop ask for.
      </p>
      <div className="band-fields">
        <Field
          label="At least, volts"
          mono
          value={band.low}
          placeholder={volts(profile?.voltage.low)}
          onChange={(event) => onChange({ ...band, low: event.target.value })}
          fault={read.ok ? undefined : read.error}
          data-testid="band-low"
        />
        <Field
          label="At most, volts"
          mono
          value={band.high}
          placeholder={volts(profile?.voltage.high)}
          onChange={(event) => onChange({ ...band, high: event.target.value })}
          data-testid="band-high"
        />
      </div>
    </Panel>
  );
}
