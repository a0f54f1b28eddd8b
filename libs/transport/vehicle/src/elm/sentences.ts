import { showHex } from '@baylink/kernel';
import { meaningOf, type Trouble } from '@baylink/protocols/elm';
import type { LinkError, UnitAddress } from '../link.js';

const KIND: { readonly [trouble in Trouble]: LinkError['kind'] } = {
  'no-data': 'timeout',
  'unknown-command': 'unsupported',
  stopped: 'refused',
  'buffer-full': 'protocol',
  'can-error': 'refused',
  'unable-to-connect': 'timeout',
  'bus-init-error': 'timeout',
  'bus-busy': 'refused',
  'bus-error': 'refused',
  'feedback-error': 'refused',
  'data-error': 'protocol',
  'rx-error': 'protocol',
  'low-voltage-reset': 'lost',
  'activity-alert': 'lost',
  'low-power-alert': 'lost',
  'internal-error': 'lost',
  'flow-control-timeout': 'timeout',
  'out-of-memory': 'refused',
  'host-overflow': 'protocol',
};

export const troubled = (place: string, trouble: Trouble): LinkError => ({
  kind: KIND[trouble],
  message: `The adapter at ${place} reports a fault: ${meaningOf(trouble)}.`,
});

export const silent = (place: string, command: string): LinkError => ({
  kind: 'timeout',
  message: `The adapter at ${place} did not come back from ${command} in time: check its cable and its supply.`,
});

export const mute = (place: string): LinkError => ({
  kind: 'lost',
  message: `The adapter at ${place} does not answer any more: pull it out, plug it in and open the link again.`,
});

export const restarted = (place: string): LinkError => ({
  kind: 'lost',
  message: `The adapter at ${place} has started anew and forgotten its settings: check its supply and open the link again.`,
});

export const noAdapter = (place: string): LinkError => ({
  kind: 'timeout',
  message: `No ELM327 answers at ${place}: check that it has power, that it is one, and its serial speed.`,
});

export const notOpen = (place: string): LinkError => ({
  kind: 'lost',
  message: `The link to the adapter at ${place} is not open: open it before anything is sent.`,
});

export const queueFull = (place: string, limit: number): LinkError => ({
  kind: 'refused',
  message: `${limit} requests already wait for the adapter at ${place}: send no more until some of them are through.`,
});

export const refusedSetting = (place: string, command: string): LinkError => ({
  kind: 'unsupported',
  message: `The adapter at ${place} does not take ${command}, without which it cannot be used: use another adapter.`,
});

export const tooLong = (adapter: string, length: number, limit: number): LinkError => ({
  kind: 'refused',
  message: `The message has ${length} bytes and ${adapter} sends at most ${limit} bytes: use another adapter for it.`,
});

export const empty: LinkError = {
  kind: 'refused',
  message: 'The message has no bytes: give at least a service identifier.',
};

export const unknownUnit = ({ logical, can }: UnitAddress): LinkError => ({
  kind: 'refused',
  message: `No unit ${showHex(logical, 4)} (CAN ${showHex(can.request, 3)}/${showHex(can.response, 3)}) belongs to this link: name one of the units it was opened for.`,
});

export const noBitRate = (bitRate: number): LinkError => ({
  kind: 'unsupported',
  message: `An ELM327 has no protocol for ${bitRate} bit/s: use 250 or 500 kbit/s.`,
});

export const noVoltage = (place: string, said: string): LinkError => ({
  kind: 'protocol',
  message: `The adapter at ${place} says "${said.slice(0, 40)}" when it is asked for the voltage, which is not volts such as 13.8V.`,
});

export const cannotConnect = (place: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `Nothing answers at ${place} (${cause}): join the adapter's network, and check address and port.`,
});

export const gone = (place: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `The connection to the adapter at ${place} is gone (${cause}): check it and open the link again.`,
});
