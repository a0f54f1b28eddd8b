import { StandardSchemaValidationPipe } from '@nestjs/common';
import { RefusedRequest } from './refusal.js';

interface Issue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/** Checks every part of a request that names a schema, and reports all its faults together. */
export const bodyPipe = (): StandardSchemaValidationPipe =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues: readonly Issue[]) =>
      new RefusedRequest({
        code: 'malformed',
        sentence: `${issues.slice(0, 5).map(showIssue).join('; ')}. Correct that and send the request again.`,
      }),
  });

function showIssue({ path, message }: Issue): string {
  const place = (path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.');
  return place === '' ? message : `${place}: ${message}`;
}
