import { bytesOf, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { baseFrame, type CanFrame } from '../../can/index.js';
import { AdapterBench, CONTINUE, QUIET, VIN_MESSAGE, vinFrames } from '../elm.rig.js';
import { PERSONALITY_NAMES, type PersonalityName } from './index.js';

const vinCar = ({ id, data }: CanFrame): readonly CanFrame[] =>
  (id === 0x7df || id === 0x7e0) && hex(data).startsWith('020902')
    ? vinFrames().slice(0, 1)
    : hex(data).startsWith('30')
      ? vinFrames().slice(1)
      : [];

const quiet = (who: PersonalityName, answer?: (frame: CanFrame) => readonly CanFrame[]) =>
  new AdapterBench(who, answer).set(...QUIET);

test('[ELM-R17] after the power came it echoes, sends line feeds and says who it is', () => {
  const bench = new AdapterBench('elm14');
  expect(bench.says('ATZ\r')).toBe('ATZ\r\n\r\n\r\nELM327 v1.4b\r\n\r\n>');
  expect(bench.says('ATE0\r')).toBe('ATE0\r\nOK\r\n\r\n>');
  expect(bench.says('ATL0\r')).toBe('OK\r\r>');
});

test.each([
  ['ati', 'ELM327 v1.4b'],
  ['at @ 1', 'OBDII to RS232 Interpreter'],
  ['ATRV', '13.9V'],
  ['ATDPN', '6'],
  ['AT DP', 'ISO 15765-4 (CAN 11/500)'],
  ['ATST FF', 'OK'],
  ['ATSH 18DAF110', '?'],
  ['ATIGN', 'ON'],
  ['ATAMC', '?'],
  ['STI', '?'],
  ['ATQQ', '?'],
  ['ATFCSM1', '?'],
  ['01 0G', '?'],
])('[ELM-R16] %s is answered with %s', (command, reply) => {
  expect(quiet('elm14').says(`${command}\r`)).toBe(`${reply}\r\r>`);
});

describe('[C41][ELM-R17][ELM-R18] the VIN of a car', () => {
  test('with headers it is three frames', () => {
    const bench = quiet('elm14', vinCar).set('ATS1');
    expect(bench.says('0902\r')).toBe(
      '7E8 10 14 49 02 01 57 50 30\r7E8 21 5A 5A 5A 39 39 5A 54\r7E8 22 53 33 39 30 30 30 30\r',
    );
    expect(bench.passes(200)).toBe('\r>');
    expect(bench.bus).toEqual(['7DF0209020000000000', '7E03000000000000000']);
  });

  test('without headers it is a length and numbered lines', () => {
    const bench = quiet('elm14', vinCar).set('ATS1', 'ATH0');
    expect(bench.says('0902\r')).toBe('014\r0: 49 02 01 57 50 30\r1: 5A 5A 5A 39 39 5A 54\r2: 53 33 39 30 30 30 30\r');
  });
});

test('[ELM-R18] it waits for answers until its time has passed since the last one', () => {
  const bench = quiet('elm14').set('ATST19');
  expect(bench.says('0100\r')).toBe('');
  expect(bench.deadline).toBe(100);
  bench.now = 90;
  expect(bench.hears(baseFrame(0x7e8, bytesOf(2, 0x41, 0)))).toBe('7E8024100\r');
  expect(bench.deadline).toBe(190);
  expect(bench.passes(50)).toBe('');
  expect(bench.passes(50)).toBe('\r>');
  expect(bench.says('0100\r')).toBe('');
  expect(bench.passes(100)).toBe('NO DATA\r\r>');
});

test('[ELM-R18] a digit behind the request says how many frames are enough', () => {
  const bench = quiet('elm14');
  bench.says('01001\r');
  expect(bench.hears(baseFrame(0x7e8, bytesOf(2, 0x41, 0)))).toBe('7E8024100\r\r>');
});

test('[ELM-R18] without formatting eight bytes go out as they are', () => {
  const bench = quiet('elm14').set('ATCAF0', 'ATSH7E0');
  bench.says('023E00\r');
  expect(bench.bus).toEqual(['7E0023E00']);
});

test('[ELM-R18] a search is told, and a car that does not answer is one without a protocol', () => {
  const bench = quiet('elm14').set('ATSP0');
  expect(bench.says('0100\r')).toBe('SEARCHING...\r');
  expect(bench.passes(200)).toBe('UNABLE TO CONNECT\r\r>');
  expect(bench.says('ATDPN\r')).toBe('A0\r\r>');
  bench.says('0100\r');
  bench.hears(baseFrame(0x7e8, bytesOf(2, 0x41, 0)));
  bench.passes(200);
  expect(bench.says('ATDPN\r')).toBe('A6\r\r>');
});

test('[ELM-R19] a character stops the waiting, and is no part of the next command', () => {
  const bench = quiet('elm14');
  bench.says('0100\r');
  expect(bench.says(' ')).toBe('STOPPED\r\r>');
  expect(bench.says('ATI\r')).toBe('ELM327 v1.4b\r\r>');
  expect(bench.hears(baseFrame(0x7e8, bytesOf(2, 0x41, 0)))).toBe('');
});

test('a lone carriage return does the last command again', () => {
  const bench = quiet('elm14');
  bench.says('0100\r');
  bench.passes(200);
  bench.says('\r');
  expect(bench.bus).toEqual(['7DF0201000000000000', '7DF0201000000000000']);
});

describe('[ELM-R20] flow control', () => {
  const first = (id: number, extended = false): CanFrame => ({
    id,
    extended,
    data: bytesOf(0x10, 20, 1, 2, 3, 4, 5, 6),
  });

  test('goes to whom the first frame came from', () => {
    const bench = quiet('elm14');
    bench.says('0902\r');
    bench.hears(first(0x7ea));
    expect(bench.bus.at(-1)).toBe('7E23000000000000000');
  });

  test('has the identifier and the data that were set', () => {
    const bench = quiet('elm14').set('ATFCSH712', 'ATFCSD300408', 'ATFCSM1', 'ATCRA77C', 'ATSH712');
    bench.says('22F190\r');
    bench.hears(first(0x77c));
    expect(bench.bus.at(-1)).toBe('7123004080000000000');
  });

  test('to 29-bit identifiers target and source change places', () => {
    const bench = quiet('elm14').set('ATSP7', 'ATCP18', 'ATSHDA10F1');
    bench.says('22F190\r');
    bench.hears(first(0x18daf110, true));
    expect(bench.bus).toEqual(['18DA10F10322F19000000000', '18DA10F13000000000000000']);
  });

  test('is switched off', () => {
    const bench = quiet('elm14').set('ATCFC0');
    bench.says('0902\r');
    bench.hears(first(0x7e8));
    expect(bench.bus).toHaveLength(1);
  });
});

test('[ELM-R21] filters', () => {
  const heard = (setting: string, id: number): boolean => {
    const bench = quiet('elm14').set(...setting.split(' '));
    bench.says('3E00\r');
    return bench.hears(baseFrame(id, bytesOf(2, 0x7e, 0))) !== '';
  };
  expect([heard('ATAR', 0x7e8), heard('ATAR', 0x7ef), heard('ATAR', 0x7e0)]).toEqual([true, true, false]);
  expect([heard('ATCRA77C', 0x77c), heard('ATCRA77C', 0x7e8)]).toEqual([true, false]);
  expect([heard('ATCRA7EX', 0x7ef), heard('ATCRA7EX', 0x77c)]).toEqual([true, false]);
  expect([heard('ATCF700 ATCM700', 0x77c), heard('ATCF700 ATCM700', 0x600)]).toEqual([true, false]);
  expect([heard('ATCRA77C ATCRA', 0x77c), heard('ATCRA77C ATCRA', 0x7e8)]).toEqual([false, true]);
});

describe('[ELM-R22] a request that is longer than a frame', () => {
  const long = '2E0601000102030405060708';
  test('an ELM327 refuses it', () => {
    expect(quiet('elm22').says(`${long}\r`)).toBe('?\r\r>');
  });

  test('an STN sends it in frames when it may, and shows the answer', () => {
    const bench = quiet('stn1110').set('ATSH7E0', 'STCSEGT1');
    expect(bench.says(`${long}\r`)).toBe('');
    expect(bench.bus).toEqual(['7E0100C2E0601000102']);
    bench.hears(CONTINUE);
    expect(bench.bus.at(-1)).toBe('7E02103040506070800');
    expect(bench.hears(baseFrame(0x7e8, bytesOf(3, 0x6e, 6, 1)))).toBe('7E8036E0601\r');
  });

  test('an STN takes its length first, then the bytes', () => {
    const bench = quiet('stn1110').set('STCSEGT1');
    expect(bench.says('STPX h:7E0, l:12, r:1\r')).toBe('DATA\r\r>');
    expect(bench.says(`${long}\r`)).toBe('');
    bench.hears(CONTINUE);
    expect(bench.hears(baseFrame(0x7e8, bytesOf(3, 0x6e, 6, 1)))).toBe('7E8036E0601\r\r>');
  });

  test('bytes that are not as many as announced are refused, and so are wrong arguments', () => {
    const bench = quiet('stn1110').set('STCSEGT1', 'STPX h:7E0, l:13');
    expect(bench.says(`${long}\r`)).toBe('?\r\r>');
    for (const wrong of ['STPX', 'STPX l:0', 'STPX l:4096', 'STPX x:1', 'STPX h:7E0, d:1'])
      expect(bench.says(`${wrong}\r`)).toBe('?\r\r>');
  });

  test('a car that sends no flow control', () => {
    const bench = quiet('stn1110').set('STCSEGT1', 'ATSH7E0');
    bench.says(`${long}\r`);
    expect(bench.passes(5000)).toBe('FC RX TIMEOUT\r\r>');
  });
});

describe('[ELM-R23] a clone', () => {
  test.each([
    ['clone15', 'ATIGN'],
    ['clone15', 'ATPPS'],
    ['clone21', 'ATAMC'],
    ['clone21', 'ATFCSM0'],
  ] as const)('%s does not know %s', (who, command) => {
    expect(quiet(who).says(`${command}\r`)).toBe('?\r\r>');
  });

  test('loses frames of a burst', () => {
    const shownBy = (who: PersonalityName): number => {
      const bench = quiet(who);
      bench.says('22F1A0\r');
      const frames = [
        bytesOf(0x10, 100, 0, 0, 0, 0, 0, 0),
        ...Array.from({ length: 14 }, (_, i) => Uint8Array.of(0x20 | ((i + 1) & 15), 0, 0, 0, 0, 0, 0, 0)),
      ];
      return frames.filter((data) => bench.hears(baseFrame(0x7e8, data)) !== '').length;
    };
    expect(shownBy('elm14')).toBe(15);
    expect(shownBy('clone15')).toBe(13);
  });
});

test('[ELM-R24] no bytes make it throw, and it keeps no more than it has to', () => {
  const chars = fc.oneof(
    fc.constantFrom(...'\r\r\r\n ATZSHCPXRVMA0123456789ABCDEFhdl:,>\0'),
    fc.constantFrom(
      'ATMA\r',
      'STPXL:9\r',
      '0100\r',
      'ATSP7\r',
      'ATH0\r',
      'ATCAF0\r',
      'ATFCSM1\r',
      'STCSEGT1\r',
      '2E06010001020304050607\r',
    ),
    fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
  );
  const moves = fc.array(fc.oneof(chars, fc.uint8Array({ maxLength: 8 })), { maxLength: 60 });
  fc.assert(
    fc.property(fc.constantFrom(...PERSONALITY_NAMES), moves, (who, steps) => {
      const bench = new AdapterBench(who, vinCar);
      for (const move of steps) {
        if (typeof move === 'string') bench.says(move);
        else bench.hears(baseFrame(0x7e8, move));
        bench.passes(7);
      }
    }),
  );
  expect(VIN_MESSAGE).toHaveLength(20);
});
