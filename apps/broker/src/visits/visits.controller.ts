import { type VisitView, visitView } from '@baylink/contracts';
import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/answers.decorator.js';
import type { Answer } from '../http/refusal.js';
import { Caller, Expert } from '../identity/access.decorators.js';
import type { ExpertPrincipal, Principal } from '../identity/principal.js';
import { Visits } from './visits.js';

@ApiTags('visits')
@Controller('v1')
export class VisitsController {
  constructor(@Inject(Visits) private readonly visits: Visits) {}

  @Post('cases/:id/visits')
  @Answers(201, 'The visit of this expert in this case', visitView)
  open(@Expert() expert: ExpertPrincipal, @Param('id') id: string): Answer<VisitView> {
    return this.visits.open(expert, id);
  }

  @Get('visits/:id')
  @Answers(200, 'One visit', visitView)
  find(@Caller() caller: Principal, @Param('id') id: string): Answer<VisitView> {
    return this.visits.find(caller, id);
  }

  @Post('visits/:id/close')
  @HttpCode(200)
  @Answers(200, 'The closed visit', visitView)
  close(@Caller() caller: Principal, @Param('id') id: string): Answer<VisitView> {
    return this.visits.close(caller, id);
  }
}
