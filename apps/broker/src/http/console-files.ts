import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { BrokerCannotStart } from '../process/cannot-start.js';

/** Paths that belong to the API; what is unknown there is a problem, not a page. */
const API = /^\/(v1|health|docs|socket\.io)(\/|$)|^\/(metrics|openapi\.json)$/;

/** Serves the built console; a path without a file is a page of the console itself. Throws `BrokerCannotStart`. */
export function serveConsole(app: NestExpressApplication, directory: string): void {
  const root = resolve(directory);
  const page = join(root, 'index.html');
  if (!existsSync(page)) {
    throw new BrokerCannotStart(
      `There is no console in ${root} (no index.html); build it with npm run build, or leave out --console.`,
    );
  }
  app.useStaticAssets(root, {
    index: 'index.html',
    setHeaders: (response: Response, path: string) => {
      response.setHeader(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  app.use((request: Request, response: Response, next: NextFunction) => {
    const wantsPage = request.method === 'GET' && request.accepts('html') && !/\.\w+$/.test(request.path);
    if (!wantsPage || API.test(request.path)) return next();
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(page);
  });
}
