import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Metrics } from '../health/metrics.js';
import type { Origins } from './origins.js';
import { writeProblem } from './problem.filter.js';
import type { RateLimiter } from './rate-limiter.js';

/** Health checks must not fail because somebody else asks a lot. */
const UNLIMITED = /^\/(health\/|metrics$)/;

/** What every request passes before a handler sees it: headers, names, rate; and its line in the log. */
export function guardEdge(
  app: NestExpressApplication,
  parts: { origins: Origins; limiter: RateLimiter; log: Logger; metrics: Metrics },
): void {
  const { origins, limiter, log, metrics } = parts;
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(securityHeaders('/docs'));
  app.use((request: Request, response: Response, next: NextFunction) => {
    logWhenDone(request, response, log, metrics);
    const known = origins.check(request);
    if (!known.ok) return writeProblem(response, known.error);
    const admitted = UNLIMITED.test(request.path) ? known : limiter.admit(request.ip ?? '');
    if (!admitted.ok) return writeProblem(response, admitted.error);
    if (request.path.startsWith('/v1/')) response.setHeader('cache-control', 'no-store');
    next();
  });
}

/** The route's pattern, never the address: codes and identifiers are in it. */
function logWhenDone(request: Request, response: Response, log: Logger, metrics: Metrics): void {
  response.once('finish', () => {
    const route: unknown = request.route?.path;
    const status = response.statusCode;
    if (status >= 400) metrics.refusals.inc({ door: 'http', code: String(status) });
    log.debug({ method: request.method, route: typeof route === 'string' ? route : '-', status }, 'answered');
  });
}

/** The console runs its own scripts and talks to its own broker, and nothing else (CSP level 3). */
function securityHeaders(docs: string): (request: Request, response: Response, next: NextFunction) => void {
  const directives = {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    mediaSrc: ["'self'", 'blob:'],
    workerSrc: ["'self'", 'blob:'],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  };
  const common = { referrerPolicy: { policy: 'no-referrer' }, strictTransportSecurity: false } as const;
  const strict = helmet({ ...common, contentSecurityPolicy: { useDefaults: false, directives } });
  const forDocs = helmet({
    ...common,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...directives, styleSrc: ["'self'", "'unsafe-inline'"] },
    },
  });
  return (request, response, next) => (request.path.startsWith(docs) ? forDocs : strict)(request, response, next);
}
