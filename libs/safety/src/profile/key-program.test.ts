import { fromHex, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KeyProgram, keyProgram, runKeyProgram } from './key-program.js';

const program = (...steps: KeyProgram['steps']): KeyProgram => keyProgram.parse({ source: 'a test', steps });
const keyOf = (seed: string, ...steps: KeyProgram['steps']): string =>
  hex(runKeyProgram(program(...steps), fromHex(seed) ?? new Uint8Array()));

test.each<[string, KeyProgram['steps'][number], string, string]>([
  ['xor', { do: 'xor', with: 0x0f0f }, '1234', '1d3b'],
  ['xor with a constant wider than the seed', { do: 'xor', with: 0xaabbccdd }, '1234', 'dee9'],
  ['add, over the top', { do: 'add', with: 2 }, 'ffff', '0001'],
  ['subtract, under zero', { do: 'subtract', with: 2 }, '0001', 'ffff'],
  ['multiply', { do: 'multiply', with: 3 }, '00005556', '00010002'],
  ['rotate left', { do: 'rotate-left', bits: 4 }, '1234', '2341'],
  ['rotate right', { do: 'rotate-right', bits: 4 }, '1234', '4123'],
  ['rotate by more than there is', { do: 'rotate-left', bits: 20 }, '1234', '2341'],
  ['complement', { do: 'complement' }, '005aff', 'ffa500'],
  ['reverse the bytes', { do: 'reverse-bytes' }, '12345678', '78563412'],
  ['shift and xor, once without', { do: 'shift-xor', times: 1, with: 0x1021 }, '4000', '8000'],
  ['shift and xor, once with', { do: 'shift-xor', times: 1, with: 0x1021 }, '8000', '1021'],
  ['shift and xor, often', { do: 'shift-xor', times: 16, with: 0x1021 }, '0001', '1021'],
])('[PRF-R15] %s', (_, step, seed, key) => {
  expect(keyOf(seed, step)).toBe(key);
});

test('[PRF-R15] steps are taken in their order', () => {
  expect(keyOf('0001', { do: 'add', with: 1 }, { do: 'multiply', with: 4 })).toBe('0008');
  expect(keyOf('0001', { do: 'multiply', with: 4 }, { do: 'add', with: 1 })).toBe('0005');
});

describe('[PRF-R15] whatever the seed', () => {
  const seeds = fc.uint8Array({ minLength: 1, maxLength: 16 });
  const bits = fc.integer({ min: 1, max: 63 });
  const word = fc.integer({ min: 0, max: 0xffff_ffff });

  test('the key is as long as the seed', () => {
    fc.assert(
      fc.property(seeds, bits, word, (seed, by, number) => {
        const key = runKeyProgram(
          program(
            { do: 'rotate-left', bits: by },
            { do: 'multiply', with: number },
            { do: 'shift-xor', times: by, with: number },
          ),
          seed,
        );
        expect(key.length).toBe(seed.length);
      }),
    );
  });

  test('a step and its inverse leave the seed', () => {
    fc.assert(
      fc.property(seeds, bits, word, (seed, by, number) => {
        const there = program(
          { do: 'add', with: number },
          { do: 'rotate-left', bits: by },
          { do: 'xor', with: number },
          { do: 'complement' },
        );
        const back = program(
          { do: 'complement' },
          { do: 'xor', with: number },
          { do: 'rotate-right', bits: by },
          { do: 'subtract', with: number },
        );
        expect(runKeyProgram(back, runKeyProgram(there, seed))).toEqual(seed);
      }),
    );
  });
});

test.each([
  ['no step', { source: 'a test', steps: [] }],
  ['no source', { source: '', steps: [{ do: 'complement' }] }],
  ['a step that nobody knows', { source: 'a test', steps: [{ do: 'guess' }] }],
  ['turns without end', { source: 'a test', steps: [{ do: 'shift-xor', times: 256, with: 1 }] }],
])('[PRF-R15] %s is no program', (_, bad) => {
  expect(keyProgram.safeParse(bad).success).toBe(false);
});
