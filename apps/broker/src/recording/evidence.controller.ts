import { ok } from '@baylink/kernel';
import { Controller, Get, Inject, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { Admission } from '../cases/admission.js';
import { Answers } from '../http/answers.decorator.js';
import type { Answer } from '../http/refusal.js';
import { Caller } from '../identity/access.decorators.js';
import type { Principal } from '../identity/principal.js';
import { Evidence } from './evidence.js';

@ApiTags('evidence')
@Controller('v1/visits')
export class EvidenceController {
  constructor(
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Evidence) private readonly evidence: Evidence,
  ) {}

  @Get([':id/ledger', ':id/evidence'])
  @ApiProduces('text/plain')
  @Answers(200, 'The evidence file of the visit, to be verified offline')
  async read(@Caller() caller: Principal, @Param('id') id: string): Answer<StreamableFile> {
    const visit = await this.admission.visitFor(caller, id);
    if (!visit.ok) return visit;
    const text = await this.evidence.file(id);
    if (!text.ok) return text;
    return ok(
      new StreamableFile(Buffer.from(text.value, 'utf8'), {
        type: 'text/plain; charset=utf-8',
        disposition: `attachment; filename="${id}.baylink"`,
      }),
    );
  }
}
