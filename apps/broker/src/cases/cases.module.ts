import { Module } from '@nestjs/common';
import { SwitchboardModule } from '../relay/switchboard.module.js';
import { Admission } from './admission.js';
import { CasesController } from './cases.controller.js';
import { Cases } from './cases.js';

@Module({
  imports: [SwitchboardModule],
  controllers: [CasesController],
  providers: [Admission, Cases],
  exports: [Admission, Cases],
})
export class CasesModule {}
