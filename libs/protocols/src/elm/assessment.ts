import { type ByteCount, byteCount, type Millis, type Millivolts, millivolts } from '@baylink/kernel';
import { includes, isMade, PROBES } from './versions.table.js';

/** What the self-test has seen of an adapter. It needs no car. */
export interface Observed {
  /** The reply to ATI, such as "ELM327 v1.5". */
  readonly name: string;
  /** The reply to STI, such as "STN1110 v4.2.1"; `undefined` when it does not know the command. */
  readonly stn: string | undefined;
  /** Commands of `PROBES` that it did not know. */
  readonly unknown: readonly string[];
  /** It said OK to a command that does not exist. */
  readonly agreesToAnything: boolean;
  /** It took STCSEGT1: it cuts long messages into frames by itself. */
  readonly segments: boolean;
  /** It took the flow control of the link's own choice, ATFCSM1. */
  readonly flowControl: boolean;
  /** From a command to its prompt, the middle one of those that were asked. */
  readonly roundTrip: Millis;
}

/** What the traffic since the opening has shown. */
export interface Seen {
  /** Receptions given up because frames were missing. */
  readonly dropped: number;
  /** The longest message that came whole, in bytes. */
  readonly longestWhole: number;
}

/** In the shape of a link's capability certificate. */
export interface Assessment {
  readonly adapter: string;
  readonly longestMessage: ByteCount;
  /** What its voltage readings are rounded to: tenths of a volt (RV), hundredths on an STN (STVR). */
  readonly voltageStep: Millivolts;
  readonly programming:
    | { readonly able: true; readonly proof: 'tested' }
    | { readonly able: false; readonly why: string };
  readonly sentences: readonly string[];
}

/** Payload of a single frame with normal addressing. (ISO 15765-2 9.6.2) */
const SINGLE_FRAME = byteCount(7);
/** Longest message of an STN. (STN1100: STPX) */
const STN_MESSAGE = byteCount(4095);

const TENTH_OF_A_VOLT = millivolts(100);
const HUNDREDTH_OF_A_VOLT = millivolts(10);

/** The version that the adapter claims, "1.5" of "ELM327 v1.5". */
export const claimedVersion = (name: string): string | undefined =>
  /v\s*(\d+\.\d+[a-z]?)/i.exec(name)?.[1]?.toLowerCase();

/** Why an adapter that is no STN is none that Elm Electronics made; `undefined` while nothing says so. */
export function cloneEvidence({ name, stn, unknown, agreesToAnything }: Observed): string | undefined {
  if (agreesToAnything) return 'it says OK to a command that does not exist';
  if (stn !== undefined) return undefined;
  const version = claimedVersion(name);
  if (version === undefined) return `it calls itself "${name}", which is no ELM327`;
  if (!isMade(version)) return `it claims version ${version}, which was never made`;
  const missing = PROBES.filter(({ command, since }) => includes(version, since) && unknown.includes(command));
  if (missing.length === 0) return undefined;
  return `it does not know ${missing.map(({ command }) => command).join(', ')}, which version ${version} has`;
}

function programming(observed: Observed, seen: Seen): Assessment['programming'] {
  const clone = cloneEvidence(observed);
  if (observed.stn !== undefined && clone !== undefined) return { able: false, why: clone };
  if (observed.stn === undefined)
    return { able: false, why: `an ELM327 sends no request that is longer than ${SINGLE_FRAME} bytes` };
  if (!observed.segments) return { able: false, why: 'it does not cut long messages into frames (STCSEGT)' };
  if (!observed.flowControl) return { able: false, why: 'it does not take a flow control setting (ATFCSM)' };
  if (seen.dropped > 0) return { able: false, why: `it has lost frames of ${seen.dropped} messages from the car` };
  return { able: true, proof: 'tested' };
}

const reception = ({ dropped, longestWhole }: Seen): string => {
  if (dropped > 0 && longestWhole > 0)
    return `It has lost frames of ${dropped} messages; the longest that came whole has ${longestWhole} bytes.`;
  if (dropped > 0) return `It has lost frames of ${dropped} messages, and none came whole.`;
  return longestWhole > 0
    ? `The longest message that came whole from the car has ${longestWhole} bytes.`
    : 'No message from the car has been seen yet.';
};

/** What this adapter can and cannot do. Without being shown to be able it is not. */
export function assess(observed: Observed, seen: Seen): Assessment {
  const { name, stn, roundTrip } = observed;
  const clone = cloneEvidence(observed);
  const able = programming(observed, seen);
  const longestMessage = stn !== undefined && observed.segments ? STN_MESSAGE : SINGLE_FRAME;
  const adapter = `${stn ?? name}${clone === undefined ? '' : ' (clone)'}`;
  const verdict = able.able ? 'It can program.' : `No programming with this adapter: ${able.why}.`;
  return {
    adapter,
    longestMessage,
    voltageStep: stn === undefined ? TENTH_OF_A_VOLT : HUNDREDTH_OF_A_VOLT,
    programming: able,
    sentences: [
      clone !== undefined
        ? `The adapter says it is an ${stn ?? name}, and is a clone: ${clone}.`
        : `The adapter is an ${stn ?? name} and answers a command within ${Math.max(1, Math.round(roundTrip))} ms.`,
      `It sends requests of up to ${longestMessage} bytes.`,
      reception(seen),
      verdict,
    ],
  };
}
