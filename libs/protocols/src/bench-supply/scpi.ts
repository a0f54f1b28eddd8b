import { err, millis, ok } from '@baylink/kernel';
import type { SupplyAnswer, SupplyCommand } from './command.js';
import { type Ask, type Conclusion, type Dialect, readCurrent, readVoltage } from './dialect.js';

const query = (text: string): Ask => ({ text, reply: { kind: 'line' } });
/** An order, and the question whether it was taken. */
const order = (text: string): readonly Ask[] => [{ text, reply: { kind: 'none' } }, query('SYST:ERR?')];
const thousandths = (value: number): string => (value / 1000).toFixed(3);

const ASKS: {
  readonly [kind in SupplyCommand['kind']]: (command: Extract<SupplyCommand, { kind: kind }>) => readonly Ask[];
} = {
  identify: () => [query('*IDN?')],
  'read-voltage': () => [query('MEAS:VOLT?')],
  'read-current': () => [query('MEAS:CURR?')],
  'read-state': () => [query('OUTP?'), query('STAT:QUES:COND?')],
  'set-voltage': ({ level }) => order(`VOLT ${thousandths(level)}`),
  'set-current': ({ level }) => order(`CURR ${thousandths(level)}`),
  output: ({ on }) => order(`OUTP ${on ? 'ON' : 'OFF'}`),
};

/** Bit 0 of the questionable status: the voltage is not regulated, because the current is. (SCPI 1999 volume 1, 9.4) */
const VOLTAGE_QUESTIONABLE = 1;
const OUTPUT: ReadonlyMap<string, boolean> = new Map([
  ['1', true],
  ['ON', true],
  ['0', false],
  ['OFF', false],
]);

function state([output = '', questionable = '']: readonly string[]): SupplyAnswer | undefined {
  const on = OUTPUT.get(output.toUpperCase());
  if (on === undefined || !/^\+?\d{1,5}$/.test(questionable)) return undefined;
  return { kind: 'state', output: on, limiting: (Number(questionable) & VOLTAGE_QUESTIONABLE) !== 0 };
}

const identity = (text: string): SupplyAnswer | undefined => (text === '' ? undefined : { kind: 'identity', text });

const READS: { readonly [kind in SupplyCommand['kind']]?: (replies: readonly string[]) => SupplyAnswer | undefined } = {
  identify: ([text = '']) => identity(text),
  'read-voltage': ([text = '']) => readVoltage(text),
  'read-current': ([text = '']) => readCurrent(text),
  'read-state': state,
};

/** SYST:ERR? tells a number and a text; number 0 is none. (SCPI 1999 volume 2, 21.8) */
function taken([error = '']: readonly string[]): Conclusion {
  const number = /^([+-]?\d{1,5}),/.exec(error)?.[1];
  if (number === undefined) return err({ kind: 'garbled', text: error });
  return Number(number) === 0 ? ok({ kind: 'done' }) : err({ kind: 'refused', text: error });
}

/** Standard Commands for Programmable Instruments: lines of text both ways. */
export const SCPI: Dialect = {
  name: 'scpi',
  terminator: '\n',
  pause: millis(0),
  asks: (command) => asksOf(command),
  conclude(command, replies) {
    const read = READS[command.kind];
    if (read === undefined) return taken(replies);
    const answer = read(replies);
    return answer === undefined ? err({ kind: 'garbled', text: replies.join(' ') }) : ok(answer);
  },
};

function asksOf<Kind extends SupplyCommand['kind']>(command: Extract<SupplyCommand, { kind: Kind }>): readonly Ask[] {
  const ask: (command: Extract<SupplyCommand, { kind: Kind }>) => readonly Ask[] = ASKS[command.kind as Kind];
  return ask(command);
}
