import { after, equalBytes, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import { NRC, type Nrc } from '../codec/nrc.table.js';
import type { SecurityAccessRequest } from '../codec/request.js';
import type { SecurityLevel, SecurityRules } from './config.js';
import type { Security } from './state.js';

export interface SecurityTurn {
  readonly security: Security;
  /** Response parameters after the echo: the seed, or nothing. */
  readonly answer: Result<Uint8Array, Nrc>;
}

/** Security at the start of a server: locked; the delay runs again when too many wrong keys came before the boot. */
export function closedSecurity(rules: SecurityRules, failedAttempts: number, at: Millis): Security {
  const wait = failedAttempts >= rules.attempts ? Math.max(rules.delay, rules.bootDelay) : rules.bootDelay;
  return { unlocked: undefined, challenge: undefined, failedAttempts, closedUntil: after(at, millis(wait)) };
}

/** Every change of session locks; the count of wrong keys and a running delay stay. (ISO 14229-1 10.2) */
export const locked = (security: Security): Security => ({ ...security, unlocked: undefined, challenge: undefined });

/** One SecurityAccess step. `chance` are the random bytes of which the seed is made. */
export function securityTurn(
  security: Security,
  rules: SecurityRules,
  request: SecurityAccessRequest,
  chance: Uint8Array,
  now: Millis,
): SecurityTurn {
  const level = rules.levels.find((candidate) => candidate.level === request.level);
  if (level === undefined) return { security, answer: err(NRC.subFunctionNotSupported) };
  return request.step === 'requestSeed'
    ? giveSeed(security, rules, level, chance, now)
    : judgeKey(security, rules, level, request.key, now);
}

function giveSeed(
  security: Security,
  rules: SecurityRules,
  level: SecurityLevel,
  chance: Uint8Array,
  now: Millis,
): SecurityTurn {
  if (security.unlocked === level.level) return { security, answer: ok(new Uint8Array(level.seedBytes)) };
  if (now < security.closedUntil) return { security, answer: err(NRC.requiredTimeDelayNotExpired) };
  if (chance.length < level.seedBytes) return { security, answer: err(NRC.conditionsNotCorrect) };
  const seed = chance.slice(0, level.seedBytes);
  // A seed of zeros would say "already unlocked".
  if (seed.every((byte) => byte === 0)) seed[0] = 1;
  const failedAttempts = security.failedAttempts >= rules.attempts ? 0 : security.failedAttempts;
  return {
    security: { ...security, failedAttempts, challenge: { level: level.level, seed } },
    answer: ok(seed),
  };
}

function judgeKey(
  security: Security,
  rules: SecurityRules,
  level: SecurityLevel,
  key: Uint8Array,
  now: Millis,
): SecurityTurn {
  const { challenge } = security;
  if (challenge?.level !== level.level) return { security, answer: err(NRC.requestSequenceError) };
  const spent = { ...security, challenge: undefined };
  if (equalBytes(key, level.key(challenge.seed))) {
    return { security: { ...spent, unlocked: level.level, failedAttempts: 0 }, answer: ok(new Uint8Array()) };
  }
  const failedAttempts = security.failedAttempts + 1;
  if (failedAttempts < rules.attempts) {
    return { security: { ...spent, failedAttempts }, answer: err(NRC.invalidKey) };
  }
  return {
    security: { ...spent, failedAttempts, closedUntil: after(now, rules.delay) },
    answer: err(NRC.exceedNumberOfAttempts),
  };
}
