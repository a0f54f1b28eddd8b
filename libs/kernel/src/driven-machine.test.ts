import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { DrivenMachine } from './driven-machine.js';
import type { Machine } from './machine.js';
import { after, type Millis, millis } from './units.js';

type State = { readonly due: Millis | undefined };
type Input =
  | { readonly kind: 'wait'; readonly for: number }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'tick' };

/** Says what it is told, and "due" when the time it was given is over. */
const parrot: Machine<State, Input, string> = {
  step(state, input, now) {
    switch (input.kind) {
      case 'wait':
        return { state: { due: after(now, millis(input.for)) }, out: [] };
      case 'say':
        return { state, out: [input.text, `end of ${input.text}`] };
      case 'tick':
        return state.due !== undefined && now >= state.due
          ? { state: { due: undefined }, out: ['due'] }
          : { state, out: [] };
    }
  },
  deadline: (state) => state.due,
};

function bench(heard: (text: string, machine: DrivenMachine<State, Input, string>) => void = () => {}) {
  const clock = new SimulatedClock();
  const said: string[] = [];
  const machine: DrivenMachine<State, Input, string> = new DrivenMachine(
    parrot,
    { due: undefined },
    clock,
    { kind: 'tick' },
    (text, at) => {
      said.push(`${at} ${text}`);
      heard(text, machine);
    },
  );
  return { clock, said, machine };
}

test('the tick comes at the deadline, also when that was moved on, and no alarm stays behind', async () => {
  const { clock, said, machine } = bench();
  machine.feed({ kind: 'wait', for: 10 });
  await clock.advance(5);
  machine.feed({ kind: 'wait', for: 10 });
  await clock.advance(9);
  expect(said).toEqual([]);
  await clock.advance(1);
  expect(said).toEqual(['15 due']);
  expect(clock.pending).toBe(0);
});

test('a deadline that is moved nearer is kept', async () => {
  const { clock, said, machine } = bench();
  machine.feed({ kind: 'wait', for: 100 });
  machine.feed({ kind: 'wait', for: 1 });
  await clock.advance(1);
  expect(said).toEqual(['1 due']);
});

test('what is fed while an output is carried out waits for its turn', () => {
  const { said, machine } = bench((text, parrot) => {
    if (text === 'a') parrot.feed({ kind: 'say', text: 'b' });
  });
  machine.feed({ kind: 'say', text: 'a' });
  expect(said).toEqual(['0 a', '0 end of a', '0 b', '0 end of b']);
});

test('nothing is taken after a stop, not even what was waiting', async () => {
  const { clock, said, machine } = bench((text, parrot) => {
    if (text !== 'a') return;
    parrot.feed({ kind: 'say', text: 'b' });
    parrot.stop();
  });
  machine.feed({ kind: 'wait', for: 10 });
  machine.feed({ kind: 'say', text: 'a' });
  machine.feed({ kind: 'say', text: 'c' });
  await clock.advance(100);
  expect(said).toEqual(['0 a', '0 end of a']);
});

test('a listener that throws is heard, and the machine goes on', async () => {
  const { clock, said, machine } = bench((text) => {
    if (text === 'a') throw new Error('a bug');
  });
  machine.feed({ kind: 'wait', for: 10 });
  expect(() => machine.feed({ kind: 'say', text: 'a' })).toThrow('a bug');
  machine.feed({ kind: 'say', text: 'b' });
  await clock.advance(10);
  expect(said).toEqual(['0 a', '0 b', '0 end of b', '10 due']);
});
