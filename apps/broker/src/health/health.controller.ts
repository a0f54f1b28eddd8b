import { ok } from '@baylink/kernel';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { z } from 'zod';
import { Answers } from '../http/answers.decorator.js';
import { type Answer, refuse } from '../http/refusal.js';
import { OpenToAll } from '../identity/access.decorators.js';
import { DATABASE } from '../process/tokens.js';
import type { Database } from '../store/database.js';
import { Metrics } from './metrics.js';

const healthy = z.strictObject({ status: z.literal('ok') });

@ApiTags('health')
@Controller()
@OpenToAll()
export class HealthController {
  constructor(
    @Inject(DATABASE) private readonly db: Database,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  @Answers(200, 'The process answers', healthy)
  live(): z.infer<typeof healthy> {
    return { status: 'ok' };
  }

  @Get('health/ready')
  @Answers(200, 'The store answers too', healthy)
  async ready(): Answer<z.infer<typeof healthy>> {
    try {
      await this.db.selectFrom('broker_state').select('key').limit(1).execute();
      return ok({ status: 'ok' });
    } catch {
      return refuse('unavailable', 'The store does not answer; look into the log of the broker.');
    }
  }

  @Get('metrics')
  @Answers(200, 'Prometheus text format')
  async read(@Res({ passthrough: true }) response: Response): Promise<string> {
    response.setHeader('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}
