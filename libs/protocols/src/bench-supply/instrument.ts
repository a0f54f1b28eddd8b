import { type Machine, type Milliamperes, type Millivolts, milliamperes, millivolts, type Step } from '@baylink/kernel';
import type { DialectName } from './dialect.js';
import { readThousandths } from './dialect.js';

/** What is at the instrument's terminals at the moment of a question. */
export interface Terminals {
  readonly voltage: Millivolts;
  readonly current: Milliamperes;
}

export interface InstrumentOptions {
  readonly dialect: DialectName;
  /** What it answers to `*IDN?`. */
  readonly identity: string;
  /** The highest voltage and current that can be set. */
  readonly most: Terminals;
}

export interface InstrumentState {
  readonly set: Millivolts;
  readonly limit: Milliamperes;
  readonly output: boolean;
  /** Oldest first, as SYST:ERR? tells them. */
  readonly errors: readonly string[];
  readonly heard: string;
}

export interface InstrumentInput {
  readonly bytes: Uint8Array;
  readonly terminals: Terminals;
}

export type InstrumentOut =
  | { readonly kind: 'write'; readonly text: string }
  | { readonly kind: 'voltage-set'; readonly level: Millivolts }
  | { readonly kind: 'switched'; readonly on: boolean };

type InstrumentStep = Step<InstrumentState, InstrumentOut>;

export const instrumentStart = (set: Millivolts, limit: Milliamperes): InstrumentState => ({
  set,
  limit,
  output: true,
  errors: [],
  heard: '',
});

const LONGEST_LINE = 256;
const MOST_ERRORS = 10;
const UNDEFINED_HEADER = '-113,"Undefined header"';
const OUT_OF_RANGE = '-222,"Data out of range"';

/** A bench supply with one output, as the far side of the line. It has no timer. */
export function benchInstrument(options: InstrumentOptions): Machine<InstrumentState, InstrumentInput, InstrumentOut> {
  const { dialect, identity, most } = options;

  const said = (state: InstrumentState, text: string): InstrumentStep => ({ state, out: [{ kind: 'write', text }] });
  const silent = (state: InstrumentState): InstrumentStep => ({ state, out: [] });
  const failed = (state: InstrumentState, error: string): InstrumentStep =>
    silent({ ...state, errors: [...state.errors, error].slice(-MOST_ERRORS) });
  const limiting = (state: InstrumentState, { current }: Terminals): boolean => state.output && current >= state.limit;

  function setVoltage(state: InstrumentState, text: string): InstrumentStep {
    const level = readThousandths(text);
    if (level === undefined || level < 0 || level > most.voltage) return failed(state, OUT_OF_RANGE);
    return { state: { ...state, set: millivolts(level) }, out: [{ kind: 'voltage-set', level: millivolts(level) }] };
  }

  function setLimit(state: InstrumentState, text: string): InstrumentStep {
    const limit = readThousandths(text);
    if (limit === undefined || limit < 0 || limit > most.current) return failed(state, OUT_OF_RANGE);
    return silent({ ...state, limit: milliamperes(limit) });
  }

  const switched = (state: InstrumentState, on: boolean): InstrumentStep => ({
    state: { ...state, output: on },
    out: [{ kind: 'switched', on }],
  });

  function scpiLine(state: InstrumentState, line: string, terminals: Terminals): InstrumentStep {
    const [, word = '', text = ''] = /^:?(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
    const answer = (reply: string): InstrumentStep => said(state, `${reply}\n`);
    const thousandths = (value: number): string => (value / 1000).toFixed(3);
    switch (shortForm(word)) {
      case '':
        return silent(state);
      case '*IDN?':
        return answer(identity);
      case 'MEAS:VOLT?':
        return answer(thousandths(terminals.voltage));
      case 'MEAS:CURR?':
        return answer(thousandths(terminals.current));
      case 'VOLT?':
        return answer(thousandths(state.set));
      case 'CURR?':
        return answer(thousandths(state.limit));
      case 'OUTP?':
        return answer(state.output ? '1' : '0');
      case 'STAT:QUES:COND?':
        return answer(limiting(state, terminals) ? '1' : '0');
      case 'SYST:ERR?': {
        const [oldest = '0,"No error"', ...errors] = state.errors;
        return said({ ...state, errors }, `${oldest}\n`);
      }
      case 'VOLT':
        return setVoltage(state, text);
      case 'CURR':
        return setLimit(state, text);
      case 'OUTP':
        if (/^(ON|1)$/i.test(text)) return switched(state, true);
        return /^(OFF|0)$/i.test(text) ? switched(state, false) : failed(state, OUT_OF_RANGE);
      default:
        return failed(state, UNDEFINED_HEADER);
    }
  }

  function korad(state: InstrumentState, command: string, terminals: Terminals): InstrumentStep {
    const two = (value: number): string => (value / 1000).toFixed(2).padStart(5, '0');
    const three = (value: number): string => (value / 1000).toFixed(3);
    const status = (state.output ? 0x40 : 0) | (limiting(state, terminals) ? 0 : 1);
    const orders: { readonly [text: string]: (text: string) => InstrumentStep } = {
      '*IDN?': () => said(state, identity),
      'VOUT1?': () => said(state, two(terminals.voltage)),
      'IOUT1?': () => said(state, three(terminals.current)),
      'VSET1?': () => said(state, two(state.set)),
      'ISET1?': () => said(state, three(state.limit)),
      'STATUS?': () => said(state, String.fromCharCode(status)),
      OUT0: () => switched(state, false),
      OUT1: () => switched(state, true),
      'VSET1:': (text) => setVoltage(state, text),
      'ISET1:': (text) => setLimit(state, text),
    };
    const [word = '', text = ''] = /^([VI]SET1:)(.*)$/.exec(command)?.slice(1) ?? [command];
    return orders[word]?.(text) ?? silent(state);
  }

  /** The next whole command in `heard`, and what is left; without one, `undefined`. */
  function next(heard: string): { readonly command: string; readonly rest: string } | undefined {
    const form = dialect === 'scpi' ? SCPI_LINE : KORAD_COMMAND;
    const found = form.exec(heard);
    return found === null ? undefined : { command: found[1] ?? '', rest: heard.slice(found.index + found[0].length) };
  }

  function step(state: InstrumentState, { bytes, terminals }: InstrumentInput): InstrumentStep {
    let current: InstrumentState = { ...state, heard: state.heard + String.fromCharCode(...bytes) };
    const out: InstrumentOut[] = [];
    for (let found = next(current.heard); found !== undefined; found = next(current.heard)) {
      const before = { ...current, heard: found.rest };
      const done = (dialect === 'scpi' ? scpiLine : korad)(before, found.command, terminals);
      current = done.state;
      out.push(...done.out);
    }
    return { state: { ...current, heard: current.heard.slice(-LONGEST_LINE) }, out };
  }

  return { step, deadline: () => undefined };
}

const SCPI_LINE = /^([^\r\n]*)\r?\n/;
/** Commands have no end: they are told apart by their words, and numbers by their five characters. */
const KORAD_COMMAND = /(\*IDN\?|VOUT1\?|IOUT1\?|VSET1\?|ISET1\?|STATUS\?|OUT[01]|[VI]SET1:[\d.]{5})/;

/** "SOURce:VOLTage:LEVel" in capitals, in its short words, without those that may be left out. (SCPI 1999 volume 1, 6.2.1) */
function shortForm(header: string): string {
  const short: { readonly [long: string]: string } = {
    MEASURE: 'MEAS',
    VOLTAGE: 'VOLT',
    CURRENT: 'CURR',
    OUTPUT: 'OUTP',
    SYSTEM: 'SYST',
    ERROR: 'ERR',
    STATUS: 'STAT',
    QUESTIONABLE: 'QUES',
    CONDITION: 'COND',
  };
  const implied = new Set([
    'SOUR',
    'SOURCE',
    'LEV',
    'LEVEL',
    'IMM',
    'IMMEDIATE',
    'AMPL',
    'STATE',
    'NEXT',
    'SCAL',
    'SCALAR',
    'DC',
  ]);
  const query = header.endsWith('?') ? '?' : '';
  const words = header.toUpperCase().replace('?', '').split(':');
  return (
    words
      .filter((word) => !implied.has(word))
      .map((word) => short[word] ?? word)
      .join(':') + query
  );
}
