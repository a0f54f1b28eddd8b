import { millis, volts } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { parseScript } from './script-text.js';

const reset = { kind: 'reset', unit: 'engine' } as const;

test('an array and lines mean the same', () => {
  const entries = ['{"at":1500,"do":"volts","volts":12.1}', '{"at":0,"do":"reset","unit":"engine"}'];
  const expected = {
    ok: true,
    value: [
      {
        when: { kind: 'at', at: millis(1500) },
        action: { kind: 'battery', change: { kind: 'volts', level: volts(12.1) } },
      },
      { when: { kind: 'at', at: millis(0) }, action: reset },
    ],
  };
  expect(parseScript(`[${entries.join(',')}]`)).toEqual(expected);
  expect(parseScript(`\n${entries.join('\n\n')}\n`)).toEqual(expected);
});

test('an entry may wait for a report', () => {
  const text =
    '{"on":{"unit":"engine","report":"block","block":5},"do":"lose-response","unit":"engine","service":"36"}';
  expect(parseScript(text)).toEqual({
    ok: true,
    value: [
      {
        when: { kind: 'report', unit: 'engine', report: 'block', block: 5, delay: millis(0) },
        action: { kind: 'fault', fault: { kind: 'lose-response', unit: 'engine', service: 0x36, count: 1 } },
      },
    ],
  });
});

test.each([
  ['[1', /begins like a JSON array/],
  ['{"at":0', /line 1 is not JSON/],
  ['{"at":0,"do":"volts","volts":12}\n{"at":0,"do":"explode"}', /entry 2: "do" is "explode"; it must be one of volts/],
  ['{"do":"volts","volts":12}', /entry 1: it needs "at" in milliseconds or "on"/],
  ['{"at":-1,"do":"volts","volts":12}', /entry 1: it needs "at"/],
  ['{"at":0,"do":"volts","volts":4000}', /entry 1: "volts" field "volts": .*40/],
  ['{"at":0,"do":"volts","volts":12,"unit":"engine"}', /entry 1: "volts" .*unit/],
  ['{"at":0,"do":"reset","unit":"gearbox"}', /entry 1: "reset" field "unit"/],
  ['[5]', /entry 1: it is not an object/],
])('%s is refused', (text, sentence) => {
  const parsed = parseScript(text);
  expect(parsed.ok ? 'accepted' : parsed.error).toMatch(sentence);
});
