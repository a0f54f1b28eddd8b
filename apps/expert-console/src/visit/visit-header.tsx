import { type CaseView, showThumbprint } from '@baylink/contracts';
import { goTo } from '../session/route.js';
import { Button } from '../ui/button.js';
import { Icon } from '../ui/icon.js';
import { CloseVisit } from './close-visit.js';
import { ConnectionBadge } from './connection-badge.js';
import { vehicleVin } from './vehicle-vin.js';
import { useVisit } from './visit-context.js';
import { VoltageReadout } from './voltage/voltage-readout.js';

export function VisitHeader({ of }: { of: CaseView }) {
  const { model } = useVisit();
  const { vehicle, shop } = of;
  const vin = vehicleVin(model) ?? vehicle.vin;
  return (
    <header className="top-bar">
      <Button weight="quiet" onClick={() => goTo({ at: 'cases' })} data-testid="back-to-cases">
        <Icon name="back" /> Cases
      </Button>
      <div>
        <h1 className="top-place">
          {[vehicle.year, vehicle.make, vehicle.model].filter((part) => part !== null && part !== '').join(' ')}
        </h1>
        <p className="small soft">
          <span className="vin mono" data-testid="visit-vin">
            {vin ?? 'VIN not read yet'}
          </span>{' '}
          · {shop.name}, key{' '}
          <span className="mono" title={shop.thumbprint} data-testid="shop-key">
            {showThumbprint(shop.thumbprint)}
          </span>
        </p>
      </div>
      <div className="row top-end">
        <VoltageReadout />
        <ConnectionBadge connection={model.connection} />
        <CloseVisit />
      </div>
    </header>
  );
}
