import { Module } from '@nestjs/common';
import { Switchboard } from './switchboard.js';

/** Apart from the doors, because cases and visits ask it who is there, and the doors ask cases and visits. */
@Module({ providers: [Switchboard], exports: [Switchboard] })
export class SwitchboardModule {}
