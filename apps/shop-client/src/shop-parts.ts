import type { Signer } from '@baylink/contracts';
import type { Chance, Clock } from '@baylink/kernel';
import type { BrokerApi } from '@baylink/transport-tunnel/http';
import type { ShopTunnel, TunnelConnection } from '@baylink/transport-tunnel/shop';
import type { AgreementBook } from './agreements/agreement-book.js';
import type { AlarmLog } from './bay/alarm-log.js';
import type { PairingDesk } from './broker/pairing-desk.js';
import type { CaseDesk } from './case/case-desk.js';
import type { VoltageDesk } from './facts/voltage-desk.js';
import type { LedgerShelf } from './ledger/ledger-shelf.js';
import type { JobDesk } from './run/job-desk.js';
import type { ShopSettings } from './shop-options.js';
import type { VehicleSide } from './vehicle/vehicle-side.js';
import type { VisitDesk } from './visit/visit-desk.js';

/** Everything that a running shop client is made of. */
export interface ShopParts {
  readonly settings: ShopSettings;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly signer: Signer;
  readonly api: BrokerApi;
  readonly tunnel: ShopTunnel;
  readonly pairing: PairingDesk;
  readonly cases: CaseDesk;
  readonly visits: VisitDesk;
  readonly shelf: LedgerShelf;
  readonly vehicle: VehicleSide;
  readonly voltage: VoltageDesk;
  readonly jobs: JobDesk;
  readonly agreements: AgreementBook;
  readonly alarms: AlarmLog;
  /** How the way to the broker stands. */
  readonly connection: () => TunnelConnection;
  /** The broker's epoch, the highest that was seen. */
  readonly epoch: () => number;
  /** Something that the bay screen shows has changed. */
  readonly changed: () => void;
  readonly watch: (run: () => void) => () => void;
}
