import { showHex } from '@baylink/kernel';
import { type Refusal, TRANSFER_ERROR_TEXT, type TransferError } from '@baylink/protocols/iso-tp';
import type { LinkError, UnitAddress } from '../link.js';

const name = (unit: UnitAddress): string =>
  `unit ${showHex(unit.logical, 4)} (CAN ${showHex(unit.can.request, 3)}/${showHex(unit.can.response, 3)})`;

const KIND: { readonly [error in TransferError]: LinkError['kind'] } = {
  N_TIMEOUT_A: 'timeout',
  N_TIMEOUT_Bs: 'timeout',
  N_TIMEOUT_Cr: 'timeout',
  N_WRONG_SN: 'protocol',
  N_INVALID_FS: 'protocol',
  N_UNEXP_PDU: 'protocol',
  N_WFT_OVRN: 'protocol',
  N_BUFFER_OVFLW: 'protocol',
  N_ERROR: 'refused',
};

const WAY = { tx: 'to', rx: 'from' } as const;

export const transferFailed = (unit: UnitAddress, direction: 'tx' | 'rx', error: TransferError): LinkError => ({
  kind: KIND[error],
  message: `The message ${WAY[direction]} ${name(unit)} was given up (${error}): ${TRANSFER_ERROR_TEXT[error]}.`,
});

export function notTaken(unit: UnitAddress, reason: Refusal, length: number, maxLength: number): LinkError {
  const why: { readonly [r in Refusal]: string } = {
    busy: 'the one before it is still on its way: wait until that is sent',
    empty: 'it has no bytes: give at least a service identifier',
    'too-long': `it has ${length} bytes and the limit is ${maxLength}: send it in parts`,
  };
  return { kind: 'refused', message: `The message to ${name(unit)} was not taken: ${why[reason]}.` };
}

export const unknownUnit = (unit: UnitAddress): LinkError => ({
  kind: 'refused',
  message: `No ${name(unit)} belongs to this link: name one of the units it was opened for.`,
});

export const closedLink: LinkError = {
  kind: 'lost',
  message: 'The link to the vehicle is closed: open it again before anything is sent.',
};

export const noFunctionalAddress: LinkError = {
  kind: 'unsupported',
  message:
    'The units of this link have no address in common (extended addressing without one for all): ask each unit by its own address.',
};
