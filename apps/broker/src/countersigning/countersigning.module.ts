import { Module } from '@nestjs/common';
import { CountersigningController } from './countersigning.controller.js';
import { Countersigning } from './countersigning.js';

@Module({ controllers: [CountersigningController], providers: [Countersigning] })
export class CountersigningModule {}
