import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ascii, EMPTY_LINE, splitLines, type Token } from './lines.js';

const line = (text: string): Token => ({ kind: 'line', text });
const BELL: Token = { kind: 'bell' };
const TORN: Token = { kind: 'torn' };

test.each<[string, string, Token[]]>([
  ['a reply', 'z\r', [line('z')]],
  ['an empty reply', '\r', [line('')]],
  ['\\r\\n', 'z\r\nV1013\r\n', [line('z'), line('V1013')]],
  ['an unfinished line', 't12', []],
])('[C42][SLC-R1] %s', (_, text, tokens) => {
  expect(splitLines(EMPTY_LINE, ascii(text)).tokens).toEqual(tokens);
});

test('[C42][SLC-R1] pieces of any size give the same tokens', () => {
  const text = 't12321122\rz\r\n\x07V10\x07T0000000100\r';
  const whole = splitLines(EMPTY_LINE, ascii(text)).tokens;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 })), (sizes) => {
      const tokens: Token[] = [];
      let state = EMPTY_LINE;
      let at = 0;
      for (const size of [...sizes, text.length]) {
        const cut = splitLines(state, ascii(text.slice(at, at + size)));
        state = cut.state;
        tokens.push(...cut.tokens);
        at += size;
      }
      expect(tokens).toEqual(whole);
    }),
  );
});

test('[SLC-R2] a bell tears what was begun before it', () => {
  expect(splitLines(EMPTY_LINE, ascii('\x07t12\x07z\r')).tokens).toEqual([BELL, TORN, BELL, line('z')]);
});

test('[SLC-R3] a line that never ends is dropped and the next one counts', () => {
  expect(splitLines(EMPTY_LINE, ascii(`${'x'.repeat(10_000)}\rz\r`)).tokens).toEqual([TORN, line('z')]);
});
