import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { Request } from 'express';
import { RefusedRequest } from '../http/refusal.js';
import type { Principal } from './principal.js';

const OPEN = 'baylink:open-to-all';

/** A handler without this asks for an access token. */
export const OpenToAll = (): MethodDecorator & ClassDecorator => SetMetadata(OPEN, true);
export const isOpenToAll = (handler: object, controller: object): boolean =>
  Reflect.getMetadata(OPEN, handler) === true || Reflect.getMetadata(OPEN, controller) === true;

const principals = new WeakMap<object, Principal>();
export const rememberPrincipal = (request: object, principal: Principal): void => {
  principals.set(request, principal);
};

function principalOf(context: ExecutionContext): Principal {
  const principal = principals.get(context.switchToHttp().getRequest<Request>());
  if (principal === undefined) throw new Error('a handler that asks who calls must not be open to all');
  return principal;
}

function principalOfRole(role: Principal['role'], context: ExecutionContext): Principal {
  const principal = principalOf(context);
  if (principal.role === role) return principal;
  throw new RefusedRequest({
    code: 'not-allowed',
    sentence: `Only a signed-in ${role} may do this, and this token belongs to a ${principal.role}; sign in as a ${role}.`,
  });
}

/** The signed-in party of any role. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext) => principalOf(context));
/** The signed-in expert; a shop is refused. */
export const Expert = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOfRole('expert', context),
);
/** The signed-in shop; an expert is refused. */
export const ShopParty = createParamDecorator((_: unknown, context: ExecutionContext) =>
  principalOfRole('shop', context),
);
