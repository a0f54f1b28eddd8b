import { Global, Module } from '@nestjs/common';
import { BlobStore } from './blobs.js';
import { CaseStore } from './cases.js';
import { CheckpointStore } from './checkpoints.js';
import { EnrolmentStore } from './enrolments.js';
import { OrganisationStore } from './organisations.js';
import { PairingStore } from './pairings.js';
import { ShopStore } from './shops.js';
import { VisitStore } from './visits.js';

const stores = [
  BlobStore,
  CaseStore,
  CheckpointStore,
  EnrolmentStore,
  OrganisationStore,
  PairingStore,
  ShopStore,
  VisitStore,
];

@Global()
@Module({ providers: stores, exports: stores })
export class StoreModule {}
