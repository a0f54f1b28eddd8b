import type { Result } from '@baylink/kernel';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';
import { type Refusal, RefusedRequest } from './refusal.js';

/** Controllers answer a `Result`; the body of the response is its value, a refusal becomes a problem document. */
export class ResultInterceptor implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      map((answer: unknown) => {
        if (!isResult(answer)) return answer;
        if (answer.ok) return answer.value;
        throw new RefusedRequest(answer.error);
      }),
    );
  }
}

const isResult = (value: unknown): value is Result<unknown, Refusal> =>
  typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean';
