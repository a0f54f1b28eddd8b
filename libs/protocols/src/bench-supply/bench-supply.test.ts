import { milliamperes, millis, millivolts } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SupplyCommand } from './command.js';
import {
  addCurrent,
  benchInstrument,
  type CurrentSample,
  currentSignature,
  DIALECTS,
  type DialectName,
  instrumentStart,
  SUPPLY_HOST_DEFAULTS,
  SUPPLY_HOST_START,
  type SupplyHostOut,
  type SupplyHostState,
  supplyHost,
} from './index.js';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const TERMINALS = { voltage: millivolts(13_810), current: milliamperes(2_345) };
const MOST = { voltage: millivolts(30_000), current: milliamperes(5_000) };
const START = instrumentStart(millivolts(13_800), milliamperes(5_000));

/** A host on a clock of numbers, with everything that it has put out. */
function host(name: DialectName, options: object = {}) {
  const machine = supplyHost({ ...SUPPLY_HOST_DEFAULTS, dialect: DIALECTS[name], ...options });
  let state: SupplyHostState = SUPPLY_HOST_START;
  const out: SupplyHostOut[] = [];
  const feed = (input: Parameters<typeof machine.step>[1], at: number): void => {
    const step = machine.step(state, input, millis(at));
    state = step.state;
    out.push(...step.out);
  };
  return {
    out,
    due: () => machine.deadline(state),
    command: (command: SupplyCommand, at = 0, ticket = 1) => feed({ kind: 'command', command, ticket }, at),
    hears: (text: string, at = 1) => feed({ kind: 'received', bytes: bytes(text) }, at),
    tick: (at: number) => feed({ kind: 'tick' }, at),
    written: () => out.flatMap((each) => (each.kind === 'write' ? [each.text] : [])),
    ends: () => out.filter(({ kind }) => kind !== 'write'),
  };
}

function instrument(name: DialectName, start = START, identity = 'Maker,Model,1,2') {
  const machine = benchInstrument({ dialect: name, identity, most: MOST });
  let state = start;
  return {
    say(text: string, terminals = TERMINALS) {
      const step = machine.step(state, { bytes: bytes(text), terminals }, millis(0));
      state = step.state;
      return step.out;
    },
    state: () => state,
  };
}

const answered = (answer: object) => [{ kind: 'answered', ticket: 1, answer }];

describe('host, SCPI', () => {
  test('[BSU-R1] the next command waits for the end of the one before', () => {
    const line = host('scpi');
    line.command({ kind: 'read-voltage' });
    line.command({ kind: 'read-current' }, 0, 2);
    expect(line.written()).toEqual(['MEAS:VOLT?\n']);
    line.hears('13.8\n');
    expect(line.written()).toEqual(['MEAS:VOLT?\n', 'MEAS:CURR?\n']);
  });

  test.each([
    ['0,"No error"', { kind: 'answered', ticket: 1, answer: { kind: 'done' } }],
    [
      '-222,"Data out of range"',
      { kind: 'failed', ticket: 1, failure: { kind: 'refused', text: '-222,"Data out of range"' } },
    ],
    ['what', { kind: 'failed', ticket: 1, failure: { kind: 'garbled', text: 'what' } }],
  ])('[BSU-R2] after an order SYST:ERR? tells %s', (error, end) => {
    const line = host('scpi');
    line.command({ kind: 'set-voltage', level: millivolts(13_800) });
    line.tick(0);
    expect(line.written()).toEqual(['VOLT 13.800\n', 'SYST:ERR?\n']);
    line.hears(`${error}\n`);
    expect(line.ends()).toEqual([end]);
  });

  test.each([['+1.3805E+01\r\n'], ['13.805\n']])('[BSU-R3] %j letter by letter is one reading', (reply) => {
    const line = host('scpi');
    line.command({ kind: 'read-voltage' });
    for (const letter of reply) line.hears(letter);
    expect(line.ends()).toEqual(answered({ kind: 'voltage', level: 13_805 }));
  });

  test('[BSU-R6] silence is a timeout at the limit, and a late reply belongs to nobody', () => {
    const line = host('scpi');
    line.command({ kind: 'read-voltage' });
    line.command({ kind: 'read-current' }, 0, 2);
    expect(line.due()).toBe(1000);
    line.tick(999);
    expect(line.ends()).toEqual([]);
    line.tick(1000);
    expect(line.ends()).toEqual([{ kind: 'failed', ticket: 1, failure: { kind: 'timeout' } }]);
    line.hears('13.8\n', 1100);
    line.tick(1200);
    line.hears('1.5\n', 1210);
    expect(line.ends().at(-1)).toEqual({ kind: 'answered', ticket: 2, answer: { kind: 'current', level: 1500 } });
  });

  test('[BSU-R7] what the queue has no room for is refused', () => {
    const line = host('scpi', { queue: 1 });
    for (const ticket of [1, 2, 3]) line.command({ kind: 'read-voltage' }, 0, ticket);
    expect(line.ends()).toEqual([{ kind: 'failed', ticket: 3, failure: { kind: 'queue-full' } }]);
    line.hears('1\n');
    line.hears('2\n');
    expect(line.ends()).toHaveLength(3);
  });

  test.each([['NaN'], [''], ['13,8'], ['1e99'], ['9.9E37'], ['0x10']])('[BSU-R8] %j is no reading', (reply) => {
    const line = host('scpi');
    line.command({ kind: 'read-voltage' });
    line.hears(`${reply}\n`);
    expect(line.ends()).toMatchObject([{ kind: 'failed', failure: { kind: 'garbled' } }]);
  });

  test.each([
    ['1', '0', true, false],
    ['ON', '1', true, true],
    ['0', '+2', false, false],
  ])('[BSU-R9] OUTP? %s and STAT:QUES:COND? %s', (output, questionable, on, limiting) => {
    const line = host('scpi');
    line.command({ kind: 'read-state' });
    line.hears(`${output}\n`);
    line.hears(`${questionable}\n`);
    expect(line.ends()).toEqual(answered({ kind: 'state', output: on, limiting }));
  });
});

describe('host, Korad', () => {
  test('[BSU-R4] readings by length, the name by silence', () => {
    const line = host('korad');
    line.command({ kind: 'read-voltage' });
    line.hears('13.8');
    expect(line.ends()).toEqual([]);
    line.hears('1');
    expect(line.ends()).toEqual(answered({ kind: 'voltage', level: 13_810 }));
    line.command({ kind: 'identify' }, 10, 2);
    line.hears('KORADKA30', 11);
    line.hears('05PV2.0', 50);
    expect(line.due()).toBe(150);
    line.tick(150);
    expect(line.ends().at(-1)).toEqual({
      kind: 'answered',
      ticket: 2,
      answer: { kind: 'identity', text: 'KORADKA3005PV2.0' },
    });
  });

  test('[BSU-R5] an order is followed by a pause', () => {
    const line = host('korad');
    line.command({ kind: 'output', on: false });
    line.command({ kind: 'read-voltage' }, 0, 2);
    expect([line.written(), line.ends(), line.due()]).toEqual([['OUT0'], [], 60]);
    line.tick(60);
    expect(line.ends()).toEqual(answered({ kind: 'done' }));
    expect(line.written()).toEqual(['OUT0', 'VOUT1?']);
  });

  test.each([
    [0x41, true, false],
    [0x40, true, true],
    [0x00, false, false],
  ])('[BSU-R9] status %i', (status, output, limiting) => {
    const line = host('korad');
    line.command({ kind: 'read-state' });
    line.hears(String.fromCharCode(status));
    expect(line.ends()).toEqual(answered({ kind: 'state', output, limiting }));
  });
});

describe('instrument', () => {
  test.each([
    ['*IDN?\n', 'Maker,Model,1,2\n'],
    ['MEAS:VOLT?\n', '13.810\n'],
    [':measure:scalar:current:dc?\r\n', '2.345\n'],
    ['SOURce:VOLTage:LEVel:IMMediate:AMPL?\n', '13.800\n'],
    ['OUTPUT:STATE?\n', '1\n'],
    ['bogus 1\nSYST:ERR?\nSYST:ERR?\n', '-113,"Undefined header"\n0,"No error"\n'],
  ])('[BSU-R10] %j is answered %j', (said, reply) => {
    const written = instrument('scpi')
      .say(said)
      .flatMap((out) => (out.kind === 'write' ? [out.text] : []));
    expect(written.join('')).toBe(reply);
  });

  test('[BSU-R10] both dialects set, limit and switch', () => {
    const scpi = instrument('scpi');
    expect(scpi.say('VOLT 13.5\nOUTP OFF\n')).toEqual([
      { kind: 'voltage-set', level: 13_500 },
      { kind: 'switched', on: false },
    ]);
    const korad = instrument('korad');
    expect(korad.say('VSET1:13.50ISET1:1.500OUT0VSET1?')).toEqual([
      { kind: 'voltage-set', level: 13_500 },
      { kind: 'switched', on: false },
      { kind: 'write', text: '13.50' },
    ]);
    expect(korad.state().limit).toBe(1_500);
  });

  test.each([['VOLT 30.001\n'], ['VOLT -1\n'], ['CURR 6\n'], ['VOLT high\n'], ['OUTP maybe\n']])(
    '[BSU-R11] %j changes nothing',
    (order) => {
      const supply = instrument('scpi');
      expect(supply.say(order)).toEqual([]);
      expect(supply.state()).toMatchObject({ set: START.set, limit: START.limit, output: true });
      expect(supply.state().errors).toEqual(['-222,"Data out of range"']);
    },
  );

  test.each<[DialectName, string, string]>([
    ['scpi', 'STAT:QUES:COND?\n', '1\n'],
    ['korad', 'STATUS?', '@'],
  ])('[BSU-R9] %s tells that it limits', (name, question, reply) => {
    const supply = instrument(name, { ...START, limit: milliamperes(2_000) });
    expect(supply.say(question)).toEqual([{ kind: 'write', text: reply }]);
  });
});

test('[BSU-R12] the signature of a window', () => {
  const sample = (level: number, at: number, limiting = false): CurrentSample => ({
    level: milliamperes(level),
    at: millis(at),
    limiting,
  });
  let samples: readonly CurrentSample[] = [];
  for (const each of [sample(9_000, 0, true), sample(400, 900), sample(1_000, 1_500), sample(1_600, 1_800)])
    samples = addCurrent(samples, each, millis(1000));
  expect(currentSignature(samples)).toEqual({ least: 400, mean: 1_000, most: 1_600, limiting: false, samples: 3 });
  expect(currentSignature([])).toBe(undefined);
});

test.each<[DialectName]>([['scpi'], ['korad']])('[BSU-R13] noise stops neither side (%s)', (name) => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 8 }), (chunks) => {
      const [supply, line] = [instrument(name), host(name)];
      line.command({ kind: 'read-voltage' });
      for (const chunk of chunks) {
        supply.say(String.fromCharCode(...chunk));
        line.hears(String.fromCharCode(...chunk));
      }
      expect(supply.state().heard.length).toBeLessThanOrEqual(256);
      line.tick(5_000);
      expect(line.ends().length).toBe(1);
    }),
  );
});
