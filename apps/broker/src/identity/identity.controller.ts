import {
  accessToken,
  challenge,
  enrolment,
  enrolmentCertificate,
  enrolmentRequest,
  organisation,
  registerOrganisation,
  signIn,
  ticket,
} from '@baylink/contracts';
import type { Result } from '@baylink/kernel';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { z } from 'zod';
import { Answers } from '../http/answers.decorator.js';
import type { Answer, Refusal } from '../http/refusal.js';
import { Caller, OpenToAll } from './access.decorators.js';
import { Enrolments } from './enrolments.js';
import { Organisations } from './organisations.js';
import type { Principal } from './principal.js';
import { SignIn } from './sign-in.js';
import { Tickets } from './tickets.js';

@ApiTags('identity')
@Controller('v1')
export class IdentityController {
  constructor(
    @Inject(Organisations) private readonly organisations: Organisations,
    @Inject(Enrolments) private readonly enrolments: Enrolments,
    @Inject(SignIn) private readonly doorman: SignIn,
    @Inject(Tickets) private readonly tickets: Tickets,
  ) {}

  @Post('organisations')
  @OpenToAll()
  @Answers(201, 'The organisation, by its root key', organisation)
  register(
    @Body({ schema: registerOrganisation }) body: z.infer<typeof registerOrganisation>,
  ): Answer<z.infer<typeof organisation>> {
    return this.organisations.register(body.proof);
  }

  @Post('enrolments')
  @OpenToAll()
  @Answers(201, 'The code under which the certificate will be found', enrolment)
  enrol(@Body({ schema: enrolmentRequest }) body: z.infer<typeof enrolmentRequest>): Answer<z.infer<typeof enrolment>> {
    return this.enrolments.request(body);
  }

  @Get('enrolments/:code')
  @OpenToAll()
  @Answers(200, 'The enrolment, with its certificate once it has one', enrolment)
  enrolment(@Param('code') code: string): Answer<z.infer<typeof enrolment>> {
    return this.enrolments.find(code);
  }

  @Put('enrolments/:code/certificate')
  @OpenToAll()
  @Answers(200, 'The enrolment with its certificate', enrolment)
  certify(
    @Param('code') code: string,
    @Body({ schema: enrolmentCertificate }) body: z.infer<typeof enrolmentCertificate>,
  ): Answer<z.infer<typeof enrolment>> {
    return this.enrolments.certify(code, body.certificate);
  }

  @Post('sign-in/challenge')
  @HttpCode(200)
  @OpenToAll()
  @Answers(200, 'A nonce to sign within 60 s', challenge)
  challenge(@Req() request: Request): Result<z.infer<typeof challenge>, Refusal> {
    return this.doorman.challenge(request.headers.host ?? '');
  }

  @Post('sign-in')
  @HttpCode(200)
  @OpenToAll()
  @Answers(200, 'An access token for at most ten minutes', accessToken)
  signIn(@Body({ schema: signIn }) body: z.infer<typeof signIn>): Answer<z.infer<typeof accessToken>> {
    return this.doorman.signIn(body);
  }

  @Post('tickets')
  @Answers(201, 'A one-use ticket for the first message of a socket', ticket)
  ticket(@Caller() caller: Principal): Result<z.infer<typeof ticket>, Refusal> {
    return this.tickets.issue(caller);
  }
}
