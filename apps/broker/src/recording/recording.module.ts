import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.js';
import { EvidenceController } from './evidence.controller.js';
import { Evidence } from './evidence.js';
import { Ledgers } from './ledgers.js';

@Module({
  imports: [CasesModule],
  controllers: [EvidenceController],
  providers: [Evidence, Ledgers],
  exports: [Ledgers],
})
export class RecordingModule {}
