import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { BearerGuard } from './bearer.guard.js';
import { Enrolments } from './enrolments.js';
import { IdentityController } from './identity.controller.js';
import { Organisations } from './organisations.js';
import { SignIn } from './sign-in.js';
import { Tickets } from './tickets.js';

@Module({
  controllers: [IdentityController],
  providers: [AccessTokens, BearerGuard, Enrolments, Organisations, SignIn, Tickets],
  exports: [AccessTokens, BearerGuard, Tickets],
})
export class IdentityModule {}
