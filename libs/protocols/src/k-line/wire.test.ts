import { bytesOf, concat, millis } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { ENGINE, exchange, FUNCTIONAL, PHYSICAL, Wire } from './wire.rig.js';

const PID_0 = '0100';
const obd = (request: string): string[] => (request === PID_0 ? ['4100be1fa813'] : [request]);

describe('a start by wake-up pattern', () => {
  test('[C40][KLN-R7][KLN-R8] the published exchange, byte for byte, with a length byte after key byte EA', () => {
    const wire = new Wire({ answer: obd });
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(1000);
    expect(exchange(wire.log)).toEqual([
      'wake-up',
      '> c133f18166',
      '< 83f110c1ea8fbe',
      '> c033f1020100e7',
      '< 80f110064100be1fa81360',
    ]);
    expect(wire.messages).toEqual(['4100be1fa813']);
  });

  test('[KLN-R8][KLN-R15] the pattern takes 50 ms, bytes are P4 apart, and the request waits for P3min', () => {
    const wire = new Wire({ answer: obd });
    wire.send('3e00');
    wire.pass(1000);
    const at = wire.log.map((line) => Number(line.split(' ')[0]));
    expect(at[1]).toBe(50);
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeCloseTo(5 + 10_000 / 10_400, 5);
    const [answered = 0, next = 0] = at.slice(6, 8);
    expect(wire.log[6]).toContain('<');
    expect(next - answered).toBeCloseTo(55, 5);
  });

  test.each([
    ['length in the format byte', { kb1: 0xe9, kb2: 0x8f }, '> 8210f13e00c1'],
    ['both: the short one where it fits', { kb1: 0x6b, kb2: 0x8f }, '> 8210f13e00c1'],
    ['a length byte', { kb1: 0xea, kb2: 0x8f }, '> 8010f1023e00c1'],
    ['no addresses', { kb1: 0xe5, kb2: 0x8f }, '> 023e0040'],
  ])('[C40][KLN-R6][KLN-R7] key bytes decide the header: %s', (_, keys, request) => {
    const wire = new Wire({ line: { units: [{ ...ENGINE, keys }] }, answer: () => ['7e00'] });
    wire.send('3e00');
    wire.pass(500);
    expect(exchange(wire.log)[3]).toBe(request);
    expect(wire.messages).toEqual(['7e00']);
  });

  test('[KLN-R2] a request longer than the unit takes is refused before a byte of it is written', () => {
    const wire = new Wire({ line: { units: [{ ...ENGINE, keys: { kb1: 0xe9, kb2: 0x8f } }] } });
    wire.send('22'.repeat(64));
    wire.send('22'.repeat(63));
    wire.send('22'.repeat(256));
    wire.pass(2000);
    expect(wire.of('failed')).toEqual([
      { kind: 'failed', ticket: 3, error: 'too-long', limit: 255 },
      { kind: 'failed', ticket: 1, error: 'too-long', limit: 63 },
    ]);
    expect(wire.of('sent')).toEqual([{ kind: 'sent', ticket: 2 }]);
  });

  test('[KLN-R6][KLN-R10] key bytes of another protocol end the start', () => {
    const wire = new Wire({ line: { units: [{ ...ENGINE, keys: { kb1: 0x12, kb2: 0x34 } }] } });
    wire.send('3e00');
    wire.pass(1000);
    expect(wire.of('failed')).toMatchObject([{ error: 'foreign-keys' }]);
  });
});

describe('a start by address byte', () => {
  const slow = { tester: { init: 'five-baud' } } as const;

  test('[C40][KLN-R9] sync, key bytes, inverted key byte, inverted address, then requests', () => {
    const wire = new Wire({ ...slow, answer: obd });
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(4000);
    expect(exchange(wire.log).slice(0, 5)).toEqual(['address 33', '< 55ea8f', '> 70', '< cc', '> c033f1020100e7']);
    expect(wire.messages).toEqual(['4100be1fa813']);
  });

  test('[KLN-R4][KLN-R9] key bytes 08 08: ISO 9141-2 with its fixed header', () => {
    const unit = { ...ENGINE, keys: { kb1: 0x08, kb2: 0x08 } };
    const wire = new Wire({ ...slow, line: { units: [unit] }, answer: obd });
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(4000);
    expect(exchange(wire.log).slice(0, 6)).toEqual([
      'address 33',
      '< 550808',
      '> f7',
      '< cc',
      '> 686af10100c4',
      '< 486b104100be1fa8139c',
    ]);
    expect(wire.messages).toEqual(['4100be1fa813']);
  });

  test('[KLN-R10] auto: two wake-up patterns without an answer, then the address byte, W5 apart', () => {
    const wire = new Wire({ toUnits: (bytes) => (bytes[0] === 0x70 ? bytes : new Uint8Array()) });
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(8000);
    const starts = wire.log.filter((line) => / (wake-up|address)/.test(line));
    expect(starts.map((line) => line.replace(/^\S+ /, ''))).toEqual(['wake-up', 'wake-up', 'address 33']);
    expect(wire.of('started')).toHaveLength(1);
  });

  test('[KLN-R10] nobody there: the request fails, and the next one tries again', () => {
    const wire = new Wire({ line: { units: [] } });
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(10_000);
    expect(wire.of('failed')).toEqual([{ kind: 'failed', ticket: 1, error: 'no-answer' }]);
    const before = wire.log.length;
    wire.send(PID_0, FUNCTIONAL);
    wire.pass(10_000);
    expect(wire.log.length).toBe(2 * before);
    expect(wire.of('failed')).toHaveLength(2);
  });
});

describe('talking', () => {
  test('[C40][KLN-R19] 0x78 extends P2max to P3max, each time anew', () => {
    const wire = new Wire();
    wire.send('2101');
    wire.pass(220);
    for (let i = 0; i < 3; i++) {
      wire.toLine({ kind: 'answer', from: 0x10, bytes: bytesOf(0x7f, 0x21, 0x78) });
      wire.pass(4900);
    }
    wire.send('2102');
    wire.toLine({ kind: 'answer', from: 0x10, bytes: bytesOf(0x61, 0x01) });
    wire.pass(1000);
    expect(wire.messages).toEqual(['7f2178', '7f2178', '7f2178', '6101']);
    expect(wire.log.filter((line) => line.includes('wake-up'))).toHaveLength(1);
    expect(wire.of('sent')).toHaveLength(2);
  });

  test('[C40][KLN-R16] the own echo reaches nobody, even where it would be an answer itself', () => {
    const wire = new Wire({ answer: () => ['7e00'] });
    wire.send('3e00');
    wire.send('7e00');
    wire.pass(1000);
    expect(wire.messages).toEqual(['7e00', '7e00']);
  });

  test.each([0, 5])('[C40][KLN-R16] the own echo, glued to the answer, is cut off; bytes %d ms apart', (p4) => {
    const answer = bytesOf(0x80, 0xf1, 0x10, 0x02, 0x7e, 0x00, 0x01);
    const glued = (bytes: Uint8Array): Uint8Array => (bytes.at(-1) === 0xc1 ? concat(bytes, answer) : bytes);
    const wire = new Wire({ tester: { p4: millis(p4) }, echo: glued });
    wire.send('3e00');
    wire.pass(500);
    expect(exchange(wire.log).at(-1)).toBe('> 8010f1023e00c1');
    expect(wire.messages).toEqual(['7e00']);
    expect(wire.of('failed')).toEqual([]);
  });

  test('[C40][KLN-R1] a length of zero in the format byte: the fourth byte is the length, up to 255, both ways', () => {
    const longest = '61'.padEnd(510, '01');
    const wire = new Wire({ answer: (request) => (request.startsWith('21') ? [longest] : ['7e']) });
    wire.send('21'.padEnd(510, '02'));
    wire.pass(4000);
    const [request = '', answer = ''] = exchange(wire.log).slice(3, 5);
    // 80, both addresses, 255, the data, and the sum of all of it.
    expect([request.slice(0, 10), request.slice(-2), request.length]).toEqual(['> 8010f1ff', '9d', 2 + 2 * 260]);
    expect([answer.slice(0, 10), answer.slice(-2), answer.length]).toEqual(['< 80f110ff', 'df', 2 + 2 * 260]);
    expect(wire.messages).toEqual([longest]);
  });

  test('[KLN-R17] an echo that does not come', () => {
    const wire = new Wire({ echo: () => new Uint8Array() });
    wire.send('3e00');
    wire.pass(2000);
    expect(wire.of('failed')).toEqual([{ kind: 'failed', ticket: 1, error: 'echo-missing' }]);
  });

  test.each([
    ['flipped', (bytes: Uint8Array) => bytes.map((byte) => byte ^ 1)],
    ['twice', (bytes: Uint8Array) => concat(bytes, bytes)],
    ['lost in part', (bytes: Uint8Array) => bytes.subarray(1)],
  ])('[KLN-R17] an echo that is %s in mid-session, heard right by the unit: the answer counts', (_, damage) => {
    for (const p4 of [0, 5]) {
      let damaged = false;
      const wire = new Wire({
        tester: { p4: millis(p4) },
        echo: (bytes) => (damaged && (p4 === 0 || bytes[0] === 0xc1) ? damage(bytes) : bytes),
        answer: () => ['7e00'],
      });
      wire.send('3e00');
      wire.pass(500);
      damaged = true;
      wire.send('3e00');
      wire.pass(500);
      damaged = false;
      wire.send('3e00');
      wire.pass(1000);
      expect(wire.of('failed')).toEqual([]);
      expect(wire.of('reception-failed').length).toBeLessThanOrEqual(2);
      expect(wire.of('sent')).toHaveLength(3);
      expect(wire.messages.length).toBeGreaterThanOrEqual(2);
      expect(wire.log.filter((line) => line.includes('wake-up'))).toHaveLength(1);
    }
  });

  test('[KLN-R17] an echo that is lost in mid-session, with the answer in its place', () => {
    let lost = false;
    const wire = new Wire({
      tester: { p4: millis(0) },
      echo: (bytes) => (lost ? new Uint8Array() : bytes),
      answer: () => ['7e00'],
    });
    wire.send('3e00');
    wire.pass(500);
    lost = true;
    wire.send('3e00');
    wire.pass(500);
    expect(wire.of('failed')).toEqual([{ kind: 'failed', ticket: 2, error: 'echo-missing' }]);
  });

  test('[KLN-R17] a keep-alive whose echo is different: the next one comes in its time, and the unit is still there', () => {
    let damaged = false;
    const wire = new Wire({ echo: (bytes) => (damaged ? bytesOf(0xff) : bytes), answer: () => ['7e'] });
    wire.send('2101');
    wire.pass(500);
    damaged = true;
    wire.pass(1900);
    damaged = false;
    wire.pass(3000);
    wire.send('2102');
    wire.pass(500);
    expect(wire.of('reception-failed')).toEqual([{ kind: 'reception-failed', source: undefined, error: 'echo' }]);
    expect(wire.log.filter((line) => line.includes('wake-up'))).toHaveLength(1);
    expect(wire.of('sent')).toHaveLength(2);
  });

  test('[KLN-R16] an adapter without echo', () => {
    const wire = new Wire({ tester: { echo: 'absent' }, echo: () => new Uint8Array(), answer: () => ['7e00'] });
    wire.send('3e00');
    wire.pass(500);
    expect(wire.messages).toEqual(['7e00']);
  });

  test('[KLN-R18] two answers are P2min after the request and apart; two requests take turns', () => {
    const wire = new Wire({ answer: (request) => [`7f${request.slice(0, 2)}78`, '7e00'] });
    wire.send('3e00');
    wire.send('3e00');
    wire.pass(1000);
    expect(wire.messages).toEqual(['7f3e78', '7e00', '7f3e78', '7e00']);
    const answers = wire.log.filter((line) => line.includes('<')).map((line) => Number(line.split(' ')[0]));
    expect((answers[2] ?? 0) - (answers[1] ?? 0)).toBe(25);
  });

  test('[KLN-R3] a damaged answer is told once, and the next one counts', () => {
    const wire = new Wire();
    wire.send('3e00');
    wire.pass(300);
    wire.toTester({ kind: 'received', bytes: bytesOf(0x81, 0xf1, 0x10, 0x7e, 0xff, 0x81, 0xf1) });
    wire.pass(200);
    expect(wire.of('reception-failed')).toEqual([{ kind: 'reception-failed', source: 0x10, error: 'checksum' }]);
    wire.send('3e00');
    wire.pass(200);
    wire.toTester({ kind: 'received', bytes: bytesOf(0x81, 0xf1, 0x10) });
    wire.pass(200);
    expect(wire.of('reception-failed').at(-1)).toMatchObject({ error: 'gap' });
  });

  test('[KLN-R21] a message to another tester is not told', () => {
    const wire = new Wire();
    wire.send('3e00');
    wire.pass(300);
    wire.toTester({ kind: 'received', bytes: bytesOf(0x81, 0xf2, 0x10, 0x7e, 0x01) });
    wire.pass(300);
    expect(wire.messages).toEqual([]);
  });

  test('[KLN-R20] times that were set hold from the answer on', () => {
    const wire = new Wire({ answer: () => ['7e00'] });
    wire.send('8303320208140a');
    wire.pass(1000);
    expect(wire.messages).toEqual(['c303']);
    wire.send('3e00');
    wire.send('3e00');
    wire.pass(500);
    const [asked, next] = wire.log
      .filter((line) => / > 80$/.test(line))
      .slice(-2)
      .map((line) => Number(line.split(' ')[0]));
    const answer =
      wire.log
        .filter((line) => line.includes('<'))
        .map((line) => Number(line.split(' ')[0]))
        .at(-2) ?? 0;
    expect(asked).toBeLessThan(answer);
    expect((next ?? 0) - answer).toBeCloseTo(4, 5);
  });
});

describe('the end', () => {
  test('[KLN-R11] a request for another destination stops and starts', () => {
    const wire = new Wire({ answer: (request) => [`7f${request.slice(0, 2)}11`] });
    wire.send('3e00', PHYSICAL);
    wire.send('0100', FUNCTIONAL);
    wire.pass(2000);
    expect(exchange(wire.log).filter((line) => !line.startsWith('<'))).toEqual([
      'wake-up',
      '> 8110f18103',
      '> 8010f1023e00c1',
      '> 8010f1018204',
      'wake-up',
      '> c133f18166',
      '> c033f1020100e7',
    ]);
  });

  test('[KLN-R12][KLN-R13] the link keeps the unit for a minute after the last request, and lets it go then', () => {
    const wire = new Wire({ answer: (request) => (request.startsWith('3e') ? ['7e'] : ['6101']) });
    wire.send('2101');
    wire.pass(59_000);
    expect(wire.units.filter(({ kind }) => kind === 'ended')).toEqual([]);
    expect(wire.messages).toEqual(['6101']);
    wire.pass(10_000);
    expect(wire.units.filter(({ kind }) => kind === 'ended')).toEqual([{ kind: 'ended', unit: 0x10 }]);
    expect(wire.of('ended')).toHaveLength(1);
    wire.send('2101');
    wire.pass(1000);
    expect(wire.messages).toEqual(['6101', '6101']);
  });

  test('[KLN-R13] a keep-alive that nobody answers is the end', () => {
    const wire = new Wire({ answer: (request) => (request.startsWith('3e') ? [] : ['6101']) });
    wire.send('2101');
    wire.pass(3000);
    expect(wire.of('ended')).toHaveLength(1);
  });

  test('[KLN-R14] closing stops the unit and fails what waits', () => {
    const wire = new Wire({ answer: () => ['7e00'] });
    wire.send('3e00');
    wire.pass(500);
    wire.send('2101');
    wire.send('2102');
    wire.toTester({ kind: 'close' });
    wire.pass(1000);
    expect(wire.of('failed')).toMatchObject([{ error: 'closing' }]);
    expect(wire.told.at(-1)).toEqual({ kind: 'closed' });
    expect(exchange(wire.log).at(-1)).toBe('< 80f11001c244');
  });
});

test('[KLN-R22] a sleeping unit does not hear requests, unless the line cannot show a break', () => {
  const start = bytesOf(0xc1, 0x33, 0xf1, 0x81, 0x66);
  const deaf = new Wire();
  deaf.toLine({ kind: 'received', bytes: start });
  deaf.pass(500);
  expect(deaf.log).toEqual([]);
  const assuming = new Wire({ line: { wakeUp: 'assumed' } });
  assuming.toLine({ kind: 'received', bytes: start });
  assuming.pass(500);
  expect(assuming.log).toEqual(['25 < 83f110c1ea8fbe']);
});

test('[KLN-R23] AccessTimingParameters: limits, current, default; unknown and impossible ones are refused', () => {
  const wire = new Wire();
  for (const request of ['8300', '8302', '8301', '8307', '830300000000ff', '82']) wire.send(request);
  wire.pass(2000);
  expect(wire.messages).toEqual(['c30032026e140a', 'c30232026e140a', 'c301', '7f8312', '7f8331', 'c2']);
  expect(wire.units.filter(({ kind }) => kind === 'request')).toEqual([]);
});

test.each([
  ['at once', [bytesOf(0x00, 0xc1, 0x33, 0xf1, 0x81, 0x66)]],
  ['byte by byte', [0x00, 0x00, 0xc1, 0x33, 0xf1, 0x81, 0x66].map((byte) => bytesOf(byte))],
])('[KLN-R22] what a receiver makes of a break is no part of StartCommunication behind it, %s', (_, chunks) => {
  const wire = new Wire({ line: { wakeUp: 'assumed' } });
  for (const bytes of chunks) wire.toLine({ kind: 'received', bytes });
  wire.pass(500);
  expect(wire.log).toEqual(['25 < 83f110c1ea8fbe']);
});
