import { after, type Millis } from '@baylink/kernel';
import { diagnosticSessionControl } from '../codec/session-control.js';
import { NOT_AUTHENTICATED } from './authentication.js';
import type { ServerTiming } from './config.js';
import type { ServerOut } from './io.js';
import { locked } from './security.js';
import { DEFAULT_SESSION, type ServerActivity, type ServerState } from './state.js';

/** Waiting for requests; outside the default session only until S3 has passed. (ISO 14229-2 S3server) */
export const idle = ({ config, session }: ServerState, now: Millis): ServerActivity => ({
  kind: 'idle',
  s3: session === DEFAULT_SESSION ? undefined : after(now, config.timing.s3),
});

/**
 * The same unit in another session: security locked, transfer forgotten, S3 running where it has one. The default session
 * also ends authentication and what is sent periodically.
 */
export function inSession(state: ServerState, session: number, now: Millis): ServerState {
  const entered: ServerState = {
    ...state,
    session,
    security: locked(state.security),
    transfer: { kind: 'none' },
    ...(session === DEFAULT_SESSION ? { authentication: NOT_AUTHENTICATED, periodic: [] } : {}),
  };
  return { ...entered, activity: idle(entered, now) };
}

export const sessionResponse = (session: number, timing: ServerTiming): Uint8Array =>
  diagnosticSessionControl.encodeResponse({ service: 'DiagnosticSessionControl', session, timing });

/** The state in which an input at `now` finds the server: its session has ended when S3 was over before. */
export function lapse(state: ServerState, now: Millis): { readonly state: ServerState; readonly out: ServerOut[] } {
  const { activity } = state;
  if (activity.kind !== 'idle' || activity.s3 === undefined || now < activity.s3) return { state, out: [] };
  return {
    state: inSession(state, DEFAULT_SESSION, now),
    out: [{ kind: 'session', session: DEFAULT_SESSION, cause: 's3' }],
  };
}
