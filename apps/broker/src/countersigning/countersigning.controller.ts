import {
  type Countersigned,
  type CountersigningDecline,
  type CountersigningRefusal,
  type CountersigningRequest,
  type CountersigningView,
  countersigned,
  countersigningDecline,
  countersigningList,
  countersigningRefusal,
  countersigningRequest,
  countersigningView,
} from '@baylink/contracts';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/answers.decorator.js';
import type { Answer } from '../http/refusal.js';
import { Expert } from '../identity/access.decorators.js';
import type { ExpertPrincipal } from '../identity/principal.js';
import { Countersigning } from './countersigning.js';

@ApiTags('countersigning')
@Controller('v1/countersigning')
export class CountersigningController {
  constructor(@Inject(Countersigning) private readonly countersigning: Countersigning) {}

  @Get()
  @Answers(200, 'The plans of the organisation that wait for a second expert, or have one', countersigningList)
  list(@Expert() expert: ExpertPrincipal): Answer<{ requests: CountersigningView[] }> {
    return this.countersigning.list(expert);
  }

  @Get(':plan')
  @Answers(200, 'One of them', countersigningView)
  find(@Expert() expert: ExpertPrincipal, @Param('plan') plan: string): Answer<CountersigningView> {
    return this.countersigning.find(expert, plan);
  }

  @Put(':plan')
  @Answers(200, 'The plan, waiting for a second expert', countersigningView)
  ask(
    @Expert() expert: ExpertPrincipal,
    @Param('plan') plan: string,
    @Body({ schema: countersigningRequest }) body: CountersigningRequest,
  ): Answer<CountersigningView> {
    return this.countersigning.ask(expert, plan, body);
  }

  @Put(':plan/refusal')
  @Answers(200, 'The plan, with what the shop said to its countersignature', countersigningView)
  refused(
    @Expert() expert: ExpertPrincipal,
    @Param('plan') plan: string,
    @Body({ schema: countersigningRefusal }) body: CountersigningRefusal,
  ): Answer<CountersigningView> {
    return this.countersigning.refused(expert, plan, body);
  }

  @Post(':plan/decline')
  @HttpCode(200)
  @Answers(200, 'The plan, which nobody can countersign any more', countersigningView)
  decline(
    @Expert() expert: ExpertPrincipal,
    @Param('plan') plan: string,
    @Body({ schema: countersigningDecline }) body: CountersigningDecline,
  ): Answer<CountersigningView> {
    return this.countersigning.decline(expert, plan, body);
  }

  @Post(':plan')
  @HttpCode(200)
  @Answers(200, 'The plan with its countersignature', countersigningView)
  sign(
    @Expert() expert: ExpertPrincipal,
    @Param('plan') plan: string,
    @Body({ schema: countersigned }) body: Countersigned,
  ): Answer<CountersigningView> {
    return this.countersigning.sign(expert, plan, body);
  }
}
