import { err, millis, ok } from '@baylink/kernel';
import type { SupplyAnswer, SupplyCommand } from './command.js';
import { type Ask, type Dialect, readCurrent, readVoltage } from './dialect.js';

/** Neither side ends its lines: readings have a fixed length, and the name ends in silence. */
const READING: Ask['reply'] = { kind: 'bytes', count: 5 };
const STATUS: Ask['reply'] = { kind: 'bytes', count: 1 };
const NAME: Ask['reply'] = { kind: 'silence', lasts: millis(100) };
const NONE: Ask['reply'] = { kind: 'none' };

function askOf(command: SupplyCommand): Ask {
  switch (command.kind) {
    case 'identify':
      return { text: '*IDN?', reply: NAME };
    case 'read-voltage':
      return { text: 'VOUT1?', reply: READING };
    case 'read-current':
      return { text: 'IOUT1?', reply: READING };
    case 'read-state':
      return { text: 'STATUS?', reply: STATUS };
    case 'set-voltage':
      return { text: `VSET1:${(command.level / 1000).toFixed(2).padStart(5, '0')}`, reply: NONE };
    case 'set-current':
      return { text: `ISET1:${(command.level / 1000).toFixed(3).padStart(5, '0')}`, reply: NONE };
    case 'output':
      return { text: command.on ? 'OUT1' : 'OUT0', reply: NONE };
  }
}

const OUTPUT_ON = 0x40;
const VOLTAGE_REGULATED = 0x01;

function state(text: string): SupplyAnswer | undefined {
  if (text.length !== 1) return undefined;
  const status = text.charCodeAt(0);
  const output = (status & OUTPUT_ON) !== 0;
  return { kind: 'state', output, limiting: output && (status & VOLTAGE_REGULATED) === 0 };
}

function answerOf(command: SupplyCommand, text: string): SupplyAnswer | undefined {
  switch (command.kind) {
    case 'identify':
      return text === '' ? undefined : { kind: 'identity', text };
    case 'read-voltage':
      return readVoltage(text);
    case 'read-current':
      return readCurrent(text);
    case 'read-state':
      return state(text);
    default:
      return { kind: 'done' };
  }
}

/** The protocol of Korad, Tenma, Velleman and many other makers' small supplies. Orders are not acknowledged. */
export const KORAD: Dialect = {
  name: 'korad',
  terminator: '',
  pause: millis(60),
  asks: (command) => [askOf(command)],
  conclude(command, [text = '']) {
    const answer = answerOf(command, text);
    return answer === undefined ? err({ kind: 'garbled', text }) : ok(answer);
  },
};
