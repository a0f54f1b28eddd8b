import { unreachable } from '@baylink/kernel';
import type { CanFrame } from '../can/index.js';
import { frameText } from './frame-text.js';

export type HostCommand =
  /** `code` is the digit of an `S` command. */
  | { readonly kind: 'bit-rate'; readonly code: string }
  /** Of the data phase; `code` is the digit of a `Y` command. */
  | { readonly kind: 'data-bit-rate'; readonly code: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'version' }
  | { readonly kind: 'status' }
  | { readonly kind: 'transmit'; readonly frame: CanFrame };

/** As it goes over the line, carriage return included. */
export function commandText(command: HostCommand): string {
  switch (command.kind) {
    case 'bit-rate':
      return `S${command.code}\r`;
    case 'data-bit-rate':
      return `Y${command.code}\r`;
    case 'open':
      return 'O\r';
    case 'close':
      return 'C\r';
    case 'version':
      return 'V\r';
    case 'status':
      return 'F\r';
    case 'transmit':
      return `${frameText(command.frame)}\r`;
    default:
      return unreachable(command);
  }
}

const ACKNOWLEDGEMENT = /^[zZ]?$/;
const ANSWER = /^[VvF][0-9A-Za-z.]*$/;

/** Is this line a reply at all, rather than a received frame or noise? */
export const isReply = (line: string): boolean => ACKNOWLEDGEMENT.test(line) || ANSWER.test(line);

const ANSWERS: { readonly [command in HostCommand['kind']]: RegExp } = {
  'bit-rate': /^$/,
  'data-bit-rate': /^$/,
  open: /^$/,
  close: /^$/,
  version: /^([Vv].*)?$/,
  status: /^(F.*)?$/,
  transmit: ACKNOWLEDGEMENT,
};

/** Does this reply fit that command? A bare carriage return acknowledges anything. */
export const answers = (command: HostCommand['kind'], line: string): boolean => ANSWERS[command].test(line);
