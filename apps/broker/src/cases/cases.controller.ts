import { type CaseView, caseList, caseView, type NewCase, newCase } from '@baylink/contracts';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Answers } from '../http/answers.decorator.js';
import type { Answer } from '../http/refusal.js';
import { Caller, ShopParty } from '../identity/access.decorators.js';
import type { Principal, ShopPrincipal } from '../identity/principal.js';
import { Cases } from './cases.js';

@ApiTags('cases')
@Controller('v1/cases')
export class CasesController {
  constructor(@Inject(Cases) private readonly cases: Cases) {}

  @Post()
  @Answers(201, 'The case, opened by the shop that asked', caseView)
  open(@ShopParty() shop: ShopPrincipal, @Body({ schema: newCase }) body: NewCase): Answer<CaseView> {
    return this.cases.open(shop, body);
  }

  @Get()
  @Answers(200, 'The newest 200 cases that the caller may see', caseList)
  list(@Caller() caller: Principal): Answer<{ cases: CaseView[] }> {
    return this.cases.list(caller);
  }

  @Get(':id')
  @Answers(200, 'One case', caseView)
  find(@Caller() caller: Principal, @Param('id') id: string): Answer<CaseView> {
    return this.cases.find(caller, id);
  }

  @Post(':id/close')
  @HttpCode(200)
  @Answers(200, 'The closed case', caseView)
  close(@ShopParty() shop: ShopPrincipal, @Param('id') id: string): Answer<CaseView> {
    return this.cases.close(shop, id);
  }
}
