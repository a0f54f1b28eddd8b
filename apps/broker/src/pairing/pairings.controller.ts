import { pairing, pairingPoll, pairingRequest, pairingState, pairingView } from '@baylink/contracts';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Answers } from '../http/answers.decorator.js';
import type { Answer } from '../http/refusal.js';
import { Expert, OpenToAll } from '../identity/access.decorators.js';
import type { ExpertPrincipal } from '../identity/principal.js';
import { Pairings } from './pairings.js';

@ApiTags('pairing')
@Controller('v1/pairings')
export class PairingsController {
  constructor(@Inject(Pairings) private readonly pairings: Pairings) {}

  @Post()
  @OpenToAll()
  @Answers(201, 'The code to show at the shop, and the one to poll with', pairing)
  request(@Body({ schema: pairingRequest }) body: z.infer<typeof pairingRequest>): Answer<z.infer<typeof pairing>> {
    return this.pairings.request(body.proof);
  }

  @Post('token')
  @HttpCode(200)
  @OpenToAll()
  @Answers(200, 'Whether somebody has approved', pairingState)
  poll(@Body({ schema: pairingPoll }) body: z.infer<typeof pairingPoll>): Answer<z.infer<typeof pairingState>> {
    return this.pairings.poll(body.deviceCode);
  }

  @Get(':userCode')
  @Answers(200, 'The shop behind the code, to compare its thumbprint', pairingView)
  view(@Param('userCode') userCode: string, @Expert() expert: ExpertPrincipal): Answer<z.infer<typeof pairingView>> {
    return this.pairings.view(userCode, expert);
  }

  @Post(':userCode/approve')
  @HttpCode(200)
  @Answers(200, 'The shop is paired with the organisation of the expert who asked', pairingView)
  approve(@Param('userCode') userCode: string, @Expert() expert: ExpertPrincipal): Answer<z.infer<typeof pairingView>> {
    return this.pairings.approve(userCode, expert);
  }
}
