import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { IdentityModule } from '../identity/identity.module.js';
import { RecordingModule } from '../recording/recording.module.js';
import { VisitsModule } from '../visits/visits.module.js';
import { ExpertDoor } from './expert-door.js';
import { ShopDoor } from './shop-door.js';
import { ShopMessages } from './shop-messages.js';
import { SwitchboardModule } from './switchboard.module.js';

@Module({
  imports: [SwitchboardModule, IdentityModule, CasesModule, VisitsModule, RecordingModule],
  providers: [ExpertDoor, ShopDoor, ShopMessages],
})
export class RelayModule {}
