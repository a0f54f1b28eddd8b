import { millis } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { elmHost } from './host.js';
import { HOST_DEFAULTS, HOST_START, type HostInput, type HostOptions, type HostOut } from './host-state.js';
import { ascii } from './prompt-lines.js';

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function show(out: HostOut): string {
  switch (out.kind) {
    case 'write':
      return `write ${JSON.stringify(text(out.bytes))}`;
    case 'line':
      return `${out.ticket} line ${out.text}`;
    case 'progress':
      return `${out.ticket} works`;
    case 'done':
      return `${out.ticket} done ${[...out.reply.lines, ...out.reply.troubles.map((trouble) => `!${trouble}`)].join('|')}`;
    case 'failed':
      return `${out.ticket} ${out.error}`;
    case 'unasked':
      return `unasked ${out.text}`;
    case 'mute':
      return 'mute';
  }
}

function bench(options: Partial<HostOptions> = {}) {
  const host = elmHost({ ...HOST_DEFAULTS, ...options });
  let state = HOST_START;
  let now = 0;
  const feed = (input: HostInput): string[] => {
    const step = host.step(state, input, millis(now));
    state = step.state;
    return step.out.map(show);
  };
  return {
    command: (ticket: number, command: string, limit = 500) =>
      feed({ kind: 'command', command: { ticket, text: command, limit: millis(limit) } }),
    interrupt: (ticket: number) => feed({ kind: 'interrupt', ticket }),
    hears: (said: string) => feed({ kind: 'received', bytes: ascii(said) }),
    passes: (ms: number) => {
      now += ms;
      return feed({ kind: 'tick' });
    },
    counters: () => state.counters,
  };
}

test('[C41][ELM-R6] nothing is written before the prompt of the command before', () => {
  const on = bench();
  expect(on.command(1, 'ATE0')).toEqual(['write "ATE0\\r"']);
  expect(on.command(2, 'ATL0')).toEqual([]);
  expect(on.hears('ATE0\rOK\r')).toEqual(['1 line OK']);
  expect(on.hears('\r>')).toEqual(['1 done OK', 'write "ATL0\\r"']);
  expect(on.hears('OK\r\r>')).toEqual(['2 line OK', '2 done OK']);
});

test('[ELM-R7] an echo is no part of the reply, whatever its spaces', () => {
  const on = bench();
  on.command(1, 'ATSP6');
  expect(on.hears('AT SP 6\r\nOK\r\n\r\n>')).toEqual(['1 line OK', '1 done OK']);
});

test('[ELM-R1] pieces of any size give the same lines', () => {
  const reply = 'SEARCHING...\r\n7E8 03 41 \x000C 00\r\n7E9 03 41 0C 00\r\rNO DATA\r\r>';
  const whole = bench();
  whole.command(1, '010C');
  const lasting = (line: string): boolean => line !== '1 works';
  const expected = whole.hears(reply).filter(lasting);
  expect(expected.at(-1)).toBe('1 done 7E8 03 41 0C 00|7E9 03 41 0C 00|!no-data');
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 60, maxLength: 60 }), (sizes) => {
      const on = bench();
      on.command(1, '010C');
      const told: string[] = [];
      let rest = reply;
      for (const size of sizes) {
        told.push(...on.hears(rest.slice(0, size)));
        rest = rest.slice(size);
      }
      told.push(...on.hears(rest));
      expect(told.filter(lasting)).toEqual(expected);
    }),
  );
});

test('[ELM-R2] an endless line is dropped and counted, the next one counts', () => {
  const on = bench();
  on.command(1, 'ATI');
  expect(on.hears(`${'A'.repeat(20_000)}\rELM327 v1.4b\r>`)).toEqual(['1 line ELM327 v1.4b', '1 done ELM327 v1.4b']);
  expect(on.counters().overlong).toBe(1);
});

describe('[C41][ELM-R3] what is not data has a type', () => {
  test.each([
    ['NO DATA', 'no-data'],
    ['?', 'unknown-command'],
    ['STOPPED', 'stopped'],
    ['BUFFER FULL', 'buffer-full'],
    ['CAN ERROR', 'can-error'],
    ['UNABLE TO CONNECT', 'unable-to-connect'],
    ['SEARCHING...UNABLE TO CONNECT', 'unable-to-connect'],
    ['BUS INIT: ...ERROR', 'bus-init-error'],
    ['BUS INIT: ERROR', 'bus-init-error'],
    ['BUS BUSY', 'bus-busy'],
    ['BUS ERROR', 'bus-error'],
    ['FB ERROR', 'feedback-error'],
    ['DATA ERROR', 'data-error'],
    ['7E8 03 41 0C 00 <DATA ERROR', 'data-error'],
    ['7E8 03 41 0C <RX ERROR', 'rx-error'],
    ['LV RESET', 'low-voltage-reset'],
    ['ACT ALERT', 'activity-alert'],
    ['!LP ALERT', 'low-power-alert'],
    ['ERR94', 'internal-error'],
    ['FC RX TIMEOUT', 'flow-control-timeout'],
    ['OUT OF MEMORY', 'out-of-memory'],
    ['UART RX OVERFLOW', 'host-overflow'],
  ])('%s', (said, trouble) => {
    const on = bench();
    on.command(1, '010C');
    expect(on.hears(`${said}\r\r>`)).toEqual([`1 done !${trouble}`]);
  });

  test('progress is none of it', () => {
    const on = bench();
    on.command(1, '0100');
    expect(on.hears('BUS INIT: ...OK\rSEARCHING...\r41 00\r>')).toEqual([
      '1 works',
      '1 works',
      '1 line 41 00',
      '1 done 41 00',
    ]);
  });

  test('and it is told as soon as it begins', () => {
    const on = bench();
    on.command(1, '0100');
    expect(on.hears('SEARCHING.')).toEqual(['1 works']);
    expect(on.hears('..')).toEqual([]);
    expect(on.hears('41 00\r>')).toEqual(['1 line 41 00', '1 done 41 00']);
  });

  test('silence is', () => {
    const on = bench();
    on.command(1, '0100', 500);
    expect(on.passes(499)).toEqual([]);
    expect(on.passes(1)).toEqual(['1 silent', 'write " "']);
  });
});

test('[ELM-R6][ELM-R8] waiting is ended by one character that is no carriage return', () => {
  const on = bench();
  expect(on.interrupt(1)).toEqual([]);
  on.command(1, '0100');
  expect(on.interrupt(2)).toEqual([]);
  expect(on.interrupt(1)).toEqual(['write " "']);
  expect(on.hears('7E8024100\rSTOPPED\r\r>')).toEqual(['1 line 7E8024100', '1 done 7E8024100|!stopped']);
});

describe('[ELM-R9] an adapter without a prompt', () => {
  test('has no more time than for its name when it was interrupted', () => {
    const on = bench({ recovery: millis(1000) });
    on.command(1, '0100', 60_000);
    on.interrupt(1);
    expect(on.passes(1000)).toEqual(['1 silent', 'write " "']);
  });

  test('goes on after it was interrupted, and what it said late belongs to nobody', () => {
    const on = bench();
    on.command(1, '0100', 500);
    on.command(2, 'ATRV');
    on.passes(500);
    expect(on.hears('41 00\rSTOPPED\r\r>')).toEqual(['unasked 41 00', 'unasked STOPPED', 'write "ATRV\\r"']);
  });

  test('is asked for its name, and is mute when that brings nothing', () => {
    const on = bench({ recovery: millis(1000) });
    on.command(1, '0100', 500);
    on.command(2, 'ATRV');
    on.passes(500);
    expect(on.passes(1000)).toEqual(['write "ATI\\r"']);
    expect(on.passes(1000)).toEqual(['2 mute', 'mute']);
    expect(on.command(3, 'ATRV')).toEqual(['3 mute']);
    expect(on.hears('\r>')).toEqual([]);
  });
});

test('[ELM-R10] one command more than the queue takes fails at once', () => {
  const on = bench({ queue: 1 });
  on.command(1, 'ATI');
  on.command(2, 'ATI');
  expect(on.command(3, 'ATI')).toEqual(['3 queue-full']);
});

test('[ELM-R11] what comes unasked is told', () => {
  const on = bench();
  expect(on.hears('LV RESET\r\r>')).toEqual(['unasked LV RESET']);
  expect(on.command(1, 'ATI')).toEqual(['write "ATI\\r"']);
});

test('[ELM-R8][ELM-R12] no bytes make it throw, end a command twice, or write a lone carriage return', () => {
  const said = fc.oneof(
    fc.constantFrom('>', '\r', 'OK\r\r>', 'STOPPED\r', 'LV RESET\r>', '7E8024100\r'),
    fc.uint8Array({ maxLength: 12 }).map(text),
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(said, fc.integer({ min: 0, max: 700 })), { maxLength: 40 }), (moves) => {
      const on = bench();
      const ended = new Set<number>();
      moves.forEach((move, ticket) => {
        const out =
          typeof move === 'string'
            ? on.hears(move)
            : [...on.command(ticket, 'ATI'), ...on.passes(move), ...on.interrupt(ticket)];
        for (const line of out) {
          const end = /^(\d+) (done|silent|mute|queue-full)/.exec(line)?.[1];
          if (end !== undefined) expect(ended.has(Number(end))).toBe(false);
          if (end !== undefined) ended.add(Number(end));
          if (line.startsWith('write')) expect(['write "ATI\\r"', 'write " "']).toContain(line);
        }
      });
    }),
  );
});
