import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { SwitchboardModule } from '../relay/switchboard.module.js';
import { VisitsController } from './visits.controller.js';
import { Visits } from './visits.js';

@Module({
  imports: [CasesModule, SwitchboardModule],
  controllers: [VisitsController],
  providers: [Visits],
  exports: [Visits],
})
export class VisitsModule {}
