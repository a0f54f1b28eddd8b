import { type Millis, showHex, unreachable } from '@baylink/kernel';
import {
  ACTIVATION,
  activationWords,
  diagnosticNackWords,
  HEADER_NACK,
  headerNackWords,
  type SendFailure,
  TESTER_TIMING,
  type TesterEnd,
} from '@baylink/protocols/doip';
import type { LinkError } from '../link.js';
import { tlsRefusal } from './tls-sentences.js';

/** "192.0.2.1:13400" */
export type Place = string;

const CONNECT_FAILURES: Readonly<Record<string, (place: Place) => string>> = {
  ECONNREFUSED: (place) => `Nothing answers at ${place}: check the address and that the vehicle's ignition is on.`,
  EHOSTUNREACH: (place) => `${place} cannot be reached: check the network cable to the vehicle.`,
  ENETUNREACH: (place) => `${place} cannot be reached: check the network settings of this computer.`,
  ENOTFOUND: (place) => `The name in ${place} is not known: give the vehicle's IP address.`,
  ETIMEDOUT: (place) => `${place} did not answer in time: check the network cable to the vehicle.`,
};

export function connectFailure(place: Place, code: string): LinkError {
  const refused = tlsRefusal(place, code);
  if (refused !== undefined) return refused;
  const say = CONNECT_FAILURES[code];
  const message = say?.(place) ?? `The connection to ${place} failed (${code}): check the network to the vehicle.`;
  return { kind: 'lost', message };
}

export const connectTimeout = (place: Place, limit: Millis): LinkError => ({
  kind: 'timeout',
  message: `${place} did not accept a connection within ${limit} ms: check the address and the network cable to the vehicle.`,
});

/** `cause` is a few words or an error's code. */
export const connectionLost = (place: Place, cause: string): LinkError =>
  tlsRefusal(place, cause) ?? {
    kind: 'lost',
    message: `The connection to ${place} is lost (${cause}): check the network cable and the ignition, then open the link again.`,
  };

export const notOpen = (place: Place): LinkError => ({
  kind: 'lost',
  message: `The link to ${place} is not open: open it before anything is sent.`,
});

/** Why the connection is of no more use. */
export function endError(place: Place, end: TesterEnd, limit: Millis): LinkError {
  switch (end.kind) {
    case 'activation-refused':
      if (end.code === ACTIVATION.needsTls) return needsTls(place);
      return {
        kind: 'refused',
        message: `${place} refuses routing activation with code ${showHex(end.code)} (${activationWords(end.code)}): clear that and open the link again.`,
      };
    case 'activation-unanswered':
      return {
        kind: 'timeout',
        message: `${place} did not answer the routing activation within ${limit} ms: check that it is a DoIP entity.`,
      };
    case 'activation-unconfirmed':
      return {
        kind: 'timeout',
        message: `${place} asks for a yes in the vehicle and nobody gave it within ${TESTER_TIMING.confirmation} ms: open the link again and confirm it at the vehicle.`,
      };
    case 'other-entity':
      return {
        kind: 'protocol',
        message: `${place} is the DoIP entity ${showHex(end.entity, 4)}, not the one that was asked for: check which vehicle is connected.`,
      };
    case 'header-nack':
      return {
        kind: 'protocol',
        message: `${place} refuses the routing activation with header code ${showHex(end.code)} (${headerNackWords(end.code)}): try the other DoIP version.`,
      };
    case 'stream-broken':
      return {
        kind: 'protocol',
        message: `${place} sent what is not DoIP (${headerNackWords(end.code)}): check that it is a DoIP entity.`,
      };
    case 'closed':
      return connectionLost(place, 'it closed the connection');
    default:
      return unreachable(end);
  }
}

const needsTls = (place: Place): LinkError => ({
  kind: 'refused',
  message: `${place} refuses routing activation with code ${showHex(ACTIVATION.needsTls)} (${activationWords(ACTIVATION.needsTls)}): use doips:HOST?ca=FILE with the certificate authority of this vehicle.`,
  demands: 'tls',
});

/** What helps after a header NACK, where it is not the version that is wrong. */
const HEADER_NEXT: Readonly<Record<number, string>> = {
  [HEADER_NACK.messageTooLarge]: 'send it in smaller parts',
  [HEADER_NACK.outOfMemory]: 'wait and send it again',
};

/** `to` is "unit 0x1001" or "all units". */
export function sendError(place: Place, to: string, reason: SendFailure, limit: Millis): LinkError {
  const subject = `The message to ${to}`;
  switch (reason.kind) {
    case 'not-active':
      return notOpen(place);
    case 'ended':
      return {
        kind: 'lost',
        message: `${subject} was not acknowledged before the connection to ${place} ended: open the link again and find out whether it arrived.`,
      };
    case 'diagnostic-nack':
      return {
        kind: 'refused',
        message: `${subject} was refused by ${place} with code ${showHex(reason.code)} (${diagnosticNackWords(reason.code)}): check the address and that the unit is awake.`,
      };
    case 'header-nack':
      return {
        kind: 'refused',
        message: `${subject} was refused by ${place} with header code ${showHex(reason.code)} (${headerNackWords(reason.code)}): ${HEADER_NEXT[reason.code] ?? 'try the other DoIP version'}.`,
      };
    case 'no-acknowledgement':
      return {
        kind: 'timeout',
        message: `${subject} was not acknowledged by ${place} within ${limit} ms: check the network and try again.`,
      };
    default:
      return unreachable(reason);
  }
}

export const emptyMessage = (to: string): LinkError => ({
  kind: 'refused',
  message: `The message to ${to} was not taken, it has no bytes: give at least a service identifier.`,
});

export const tooMany = (limit: number): LinkError => ({
  kind: 'refused',
  message: `${limit} messages already wait for an acknowledgement: send no more until some of them are through.`,
});

export const discoveryFailure = (place: Place, cause: string): LinkError => ({
  kind: 'lost',
  message: `The vehicle search to ${place} could not be sent (${cause}): check the network of this computer.`,
});
