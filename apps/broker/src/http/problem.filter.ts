import { errorText } from '@baylink/kernel';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { diskFull, isDiskFull } from '../process/disk-full.js';
import { problemOf, type Refusal, RefusedRequest } from './refusal.js';
import { REFUSALS, type RefusalCode } from './refusals.table.js';

/** Every error leaves as `application/problem+json` (RFC 9457); only a bug is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Logger,
    private readonly dataDir: string,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const refusal = isDiskFull(error) ? diskFull(this.dataDir).error : refusalOf(error, request);
    if (refusal.code === 'no-room') this.log.error(refusal.sentence);
    if (refusal.code === 'internal') this.log.error({ err: error }, 'fault while answering');
    writeProblem(http.getResponse<Response>(), refusal);
  }
}

/** Does nothing when the response has begun: then only breaking the connection is left, and Node does that. */
export function writeProblem(response: Response, refusal: Refusal): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const problem = problemOf(refusal);
  if (refusal.retryAfter !== undefined) response.setHeader('retry-after', String(refusal.retryAfter));
  if (problem.status === 401) response.setHeader('www-authenticate', 'Bearer realm="baylink"');
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

function refusalOf(error: unknown, request: Request): Refusal {
  if (error instanceof RefusedRequest) return error.refusal;
  const status = statusOf(error);
  const code = codeOf(status);
  switch (code) {
    case 'not-found':
      return {
        code,
        sentence: `There is nothing at ${request.method} ${request.path.slice(0, 120)}; /openapi.json lists what there is.`,
      };
    case 'too-large':
      return { code, sentence: 'The body is larger than 64 KiB, the most that is read here; send less.' };
    case 'internal':
      return { code, sentence: 'The broker made a mistake while answering; its log has the details. Try again.' };
    default:
      return {
        code,
        sentence: `The request cannot be read (${errorText(error).slice(0, 200)}); correct it and send it again.`,
      };
  }
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof Error && 'status' in error && typeof error.status === 'number') return error.status;
  return 500;
}

function codeOf(status: number): RefusalCode {
  for (const [code, entry] of Object.entries(REFUSALS)) if (entry.status === status) return code as RefusalCode;
  return status >= 500 ? 'internal' : 'malformed';
}
