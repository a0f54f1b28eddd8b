import { showHex } from '@baylink/kernel';
import type { ReceptionError, TesterError } from '@baylink/protocols/k-line';
import type { LinkError, Target, UnitAddress } from '../link.js';

const nameOf = (target: Target): string =>
  target.to === 'functional' ? 'every unit' : `unit ${showHex(target.unit.logical, 4)}`;

interface Said {
  readonly kind: LinkError['kind'];
  readonly text: (path: string, limit: number | undefined) => string;
}

const FAILURES: { readonly [error in TesterError]: Said } = {
  'queue-full': {
    kind: 'refused',
    text: (_, limit) => `${limit} requests already wait for the line: send no more until some of them are answered`,
  },
  empty: { kind: 'refused', text: () => 'it has no bytes: give at least a service identifier' },
  'too-long': {
    kind: 'refused',
    text: (_, limit) => `K-Line carries ${limit} bytes in a message to this unit: send it in parts`,
  },
  closing: { kind: 'lost', text: () => 'the link is being closed: open it again before anything is sent' },
  'no-answer': {
    kind: 'timeout',
    text: () =>
      'nobody answered the start of communication: check ignition, the wire at pin 7 and the address of the unit',
  },
  'start-refused': {
    kind: 'refused',
    text: () => 'the unit refused to start communication: end what else talks to it, then ask again',
  },
  'foreign-keys': {
    kind: 'unsupported',
    text: () => 'the unit answered with key bytes of neither ISO 14230 nor ISO 9141-2: this link cannot talk to it',
  },
  'echo-missing': {
    kind: 'protocol',
    text: (path) =>
      `nothing of what was written came back: check that the interface at ${path} is on the K-Line and has power, or give echo=off if it takes its own echo away`,
  },
  'echo-wrong': {
    kind: 'protocol',
    text: () =>
      'something else came back than what was written: end other testers on this line and check it for a short',
  },
  'not-performed': {
    kind: 'unsupported',
    text: (path) => `the port at ${path} can neither send a break nor change its speed: use another interface`,
  },
};

export const carries = (longest: number): string =>
  `K-Line carries messages of up to ${longest} bytes: software is written in blocks that fit.`;

export function failed(target: Target, error: TesterError, path: string, limit: number | undefined): LinkError {
  const { kind, text } = FAILURES[error];
  return { kind, message: `The request to ${nameOf(target)} was not sent: ${text(path, limit)}.` };
}

export type Damage = Exclude<ReceptionError, 'echo'>;

const RECEPTIONS: { readonly [error in Damage]: string } = {
  checksum: 'its checksum is wrong',
  gap: 'it stopped before its end',
};

export const damaged = (unit: UnitAddress | undefined, error: Damage): LinkError => ({
  kind: 'protocol',
  message: `A message ${unit === undefined ? 'on the K-Line' : `from ${nameOf({ to: 'unit', unit })}`} was dropped (${RECEPTIONS[error]}): check the wire and its earth, then ask again.`,
});

export const taken = (target: Target, kept: number): LinkError => ({
  kind: 'refused',
  message: `The request to ${nameOf(target)} was not sent: K-Line talks with one unit at a time, and the session of unit ${showHex(kept, 4)} is being kept on it. End that session or its job first.`,
});

export const noAddress = (unit: UnitAddress): LinkError => ({
  kind: 'refused',
  message: `Unit ${showHex(unit.logical, 4)} has no address on K-Line in this vehicle's profile: reach it over another link.`,
});

export const lost = (path: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `The interface at ${path} is gone (${cause}): check its cable, plug it in and open the link again.`,
});

export const notOpen = (path: string): LinkError => ({
  kind: 'lost',
  message: `The link to the interface at ${path} is not open: open it before anything is sent.`,
});
