import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { RefusedRequest } from '../http/refusal.js';
import { isOpenToAll, rememberPrincipal } from './access.decorators.js';
import { AccessTokens } from './access-tokens.js';

/** Everything asks for a bearer token unless it says otherwise. */
@Injectable()
export class BearerGuard implements CanActivate {
  constructor(@Inject(AccessTokens) private readonly tokens: AccessTokens) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isOpenToAll(context.getHandler(), context.getClass())) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const token = /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) {
      throw new RefusedRequest({
        code: 'unauthenticated',
        sentence: 'This path needs an access token in the Authorization header; get one with POST /v1/sign-in.',
      });
    }
    const principal = await this.tokens.verify(token);
    if (!principal.ok) throw new RefusedRequest(principal.error);
    rememberPrincipal(request, principal.value);
    return true;
  }
}
