import { subFunctionOf } from '../codec/codec.js';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import { SID, serviceOf } from '../codec/services.table.js';
import type { ServerConfig, SessionSet, SubFunctionRule } from './config.js';
import type { Addressing } from './io.js';
import type { ServerState } from './state.js';

const isIn = (sessions: SessionSet, session: number): boolean => sessions === 'any' || sessions.includes(session);

/**
 * The NRC that the unit's tables give a request before anybody looks at its parameters; `undefined` when they let it
 * through. The order is that of the evaluation sequence in ISO 14229-1 8.7.
 */
export function refusalByTable(state: ServerState, bytes: Uint8Array, addressing: Addressing): Nrc | undefined {
  const sid = bytes[0] ?? 0;
  const rule = state.config.services.find((candidate) => candidate.sid === sid);
  if (rule === undefined || (rule.addressing === 'physical' && addressing === 'functional')) {
    return NRC.serviceNotSupported;
  }
  if (!isIn(rule.sessions, state.session)) return NRC.serviceNotSupportedInActiveSession;
  if (rule.authentication === 'required' && state.authentication.kind !== 'authenticated') {
    return NRC.authenticationRequired;
  }
  if (isLocked(state, rule.security)) return NRC.securityAccessDenied;
  if (serviceOf(sid)?.subFunction !== true) return undefined;
  return bytes.length < 2 ? NRC.incorrectMessageLengthOrInvalidFormat : refusalOfSubFunction(state, sid, bytes);
}

function refusalOfSubFunction(state: ServerState, sid: number, bytes: Uint8Array): Nrc | undefined {
  const known = subFunctionsOf(state.config, sid);
  if (known === undefined) return undefined;
  const rule = known.find((candidate) => candidate.subFunction === subFunctionOf(bytes));
  if (rule === undefined) return NRC.subFunctionNotSupported;
  if (!isIn(rule.sessions ?? 'any', state.session)) return NRC.subFunctionNotSupportedInActiveSession;
  return isLocked(state, rule.security) ? NRC.securityAccessDenied : undefined;
}

const isLocked = ({ security }: ServerState, needed: readonly number[] = []): boolean =>
  needed.length > 0 && (security.unlocked === undefined || !needed.includes(security.unlocked));

/** The sub-functions that a service has in this unit; `undefined` when only the owner knows. */
function subFunctionsOf(config: ServerConfig, sid: number): readonly SubFunctionRule[] | undefined {
  switch (sid) {
    case SID.DiagnosticSessionControl:
      return config.sessions.map(({ session, from }) => ({ subFunction: session, sessions: from }));
    case SID.SecurityAccess:
      return config.security.levels.flatMap(({ level, sessions }) => [
        { subFunction: level, sessions },
        { subFunction: level + 1, sessions },
      ]);
    case SID.TesterPresent:
      return [{ subFunction: 0 }];
    default:
      return config.services.find((candidate) => candidate.sid === sid)?.subFunctions;
  }
}
