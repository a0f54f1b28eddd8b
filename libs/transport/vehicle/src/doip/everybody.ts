import { DIAGNOSTIC_NACK, type SendFailure } from '@baylink/protocols/doip';

/** First of the functional group addresses that makers assign; what they put there, the standard leaves to them. */
const MAKERS_GROUP = 0xe400;
/** All units of ISO 27145. */
const WWH_OBD = 0xe000;

/** Where a message to all units goes, one place after another until the entity knows one; itself at last. (ISO 13400-2 logical addresses) */
export const everybody = (functional: number | undefined, entity: number): readonly number[] =>
  functional === undefined ? [MAKERS_GROUP, WWH_OBD, entity] : [functional];

export const knowsNoSuchAddress = (reason: SendFailure): boolean =>
  reason.kind === 'diagnostic-nack' && reason.code === DIAGNOSTIC_NACK.unknownTarget;
