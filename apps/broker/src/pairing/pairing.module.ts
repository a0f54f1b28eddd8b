import { Module } from '@nestjs/common';
import { PairingsController } from './pairings.controller.js';
import { Pairings } from './pairings.js';

@Module({ controllers: [PairingsController], providers: [Pairings] })
export class PairingModule {}
