import type { Chance, Clock } from '@baylink/kernel';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { Logger } from 'pino';
import { BlobsModule } from './blobs/blobs.module.js';
import { CasesModule } from './cases/cases.module.js';
import { CountersigningModule } from './countersigning/countersigning.module.js';
import { HealthModule } from './health/health.module.js';
import { Origins } from './http/origins.js';
import { BearerGuard } from './identity/bearer.guard.js';
import type { BrokerKeys } from './identity/broker-keys.js';
import { IdentityModule } from './identity/identity.module.js';
import { PairingModule } from './pairing/pairing.module.js';
import { CHANCE, CLOCK, DATABASE, EPOCH, KEYS, LOG, SETTINGS } from './process/tokens.js';
import { RecordingModule } from './recording/recording.module.js';
import { RelayModule } from './relay/relay.module.js';
import type { BrokerSettings } from './settings.js';
import type { Database } from './store/database.js';
import { StoreModule } from './store/store.module.js';
import { VisitsModule } from './visits/visits.module.js';

/** What the process hands to all capabilities. */
export interface Surroundings {
  readonly settings: BrokerSettings;
  readonly db: Database;
  readonly log: Logger;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly keys: BrokerKeys;
  readonly epoch: number;
  readonly origins: Origins;
}

@Global()
@Module({})
class SurroundingsModule {}

@Module({
  imports: [
    StoreModule,
    HealthModule,
    IdentityModule,
    PairingModule,
    CasesModule,
    VisitsModule,
    RecordingModule,
    BlobsModule,
    CountersigningModule,
    RelayModule,
  ],
  providers: [{ provide: APP_GUARD, useExisting: BearerGuard }],
})
class Capabilities {}

/** The broker, wired. */
export function brokerModule(given: Surroundings): DynamicModule {
  const providers = [
    { provide: SETTINGS, useValue: given.settings },
    { provide: DATABASE, useValue: given.db },
    { provide: LOG, useValue: given.log },
    { provide: CLOCK, useValue: given.clock },
    { provide: CHANCE, useValue: given.chance },
    { provide: KEYS, useValue: given.keys },
    { provide: EPOCH, useValue: given.epoch },
    { provide: Origins, useValue: given.origins },
  ];
  const surroundings = { module: SurroundingsModule, providers, exports: providers };
  return { module: Capabilities, imports: [surroundings] };
}
