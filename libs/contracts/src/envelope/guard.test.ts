import { expect, test } from 'vitest';
import {
  atExpert,
  atShop,
  closed,
  freshExpert,
  freshShop,
  fromExpert,
  fromShop,
  hello,
  id,
  inward,
  later,
  NOW,
  openExpert,
  openShop,
  request,
  ruleOf,
  welcome,
} from './envelope.rig.js';
import { HELLO_LIFETIME, lifetimes } from './lifetimes.table.js';

const exp = (seconds: number) => ({ exp: NOW / 1000 + seconds });

test('[ENV-R5][ENV-R7] hello, then requests in their order', () => {
  let guard = freshShop();
  for (const envelope of [fromExpert(0, hello), fromExpert(1, request), fromExpert(2, request)]) {
    const admission = atShop(guard, envelope);
    expect(ruleOf(admission)).toBe('admitted');
    guard = admission.guard;
  }
  expect(guard).toMatchObject({ phase: 'open', next: 3 });
});

test.each([
  ['[ENV-R2]', 'another visit', fromExpert(1, request, { visit: id('X') })],
  ['[ENV-R4]', 'another sender', fromExpert(1, request, { from: inward.from })],
  ['[ENV-R4]', 'another addressee', fromExpert(1, request, { to: inward.to })],
  ['[ENV-R5]', 'a number used before', fromExpert(0, request)],
  ['[ENV-R5]', 'a number too far', fromExpert(2, request)],
  ['[ENV-R6]', 'the nonce of another stream', fromExpert(1, request, { nonce: id('M') })],
  ['[ENV-R6]', 'no nonce', fromExpert(1, request, { nonce: null })],
  ['[ENV-R7]', 'a second hello', { ...fromExpert(1, hello), nonce: fromExpert(1, request).nonce }],
  ['[ENV-R8]', 'an expired one', fromExpert(1, request, exp(0))],
  ['[ENV-R8]', 'one that would live for ever', fromExpert(1, request, exp(2 * lifetimes['expert-to-shop'] + 1))],
])('%s the shop refuses %s', (rule, _, envelope) => {
  expect(`[${ruleOf(atShop(openShop(), envelope))}]`).toBe(rule);
});

test.each([
  ['[ENV-R2]', 'another visit', fromShop(1, closed, { visit: id('X') })],
  ['[ENV-R4]', 'another shop', fromShop(1, closed, { from: inward.to })],
  ['[ENV-R4]', 'another expert', fromShop(1, closed, { to: inward.from })],
  ['[ENV-R5]', 'a number used before', fromShop(0, closed)],
  ['[ENV-R5]', 'a number too far', fromShop(2, closed)],
  ['[ENV-R6]', 'the nonce of another stream', fromShop(1, closed, { nonce: id('M') })],
  ['[ENV-R7]', 'a second welcome', fromShop(1, welcome)],
  ['[ENV-R8]', 'an expired one', fromShop(1, closed, exp(0))],
  ['[ENV-R8]', 'one that would live for ever', fromShop(1, closed, exp(2 * lifetimes['shop-to-expert'] + 1))],
])('%s the expert refuses %s', (rule, _, envelope) => {
  expect(`[${ruleOf(atExpert(openExpert(), envelope))}]`).toBe(rule);
});

test('[ENV-R3] an envelope that runs the other way is refused on both sides', () => {
  const echoed = { ...fromExpert(1, request), direction: 'shop-to-expert' };
  expect(ruleOf(atShop(openShop(), echoed as never))).toBe('ENV-R3');
  expect(ruleOf(atExpert(openExpert(), { ...fromShop(1, closed), direction: 'expert-to-shop' } as never))).toBe(
    'ENV-R3',
  );
});

test('[ENV-R6] a welcome for another hello, of another shop, or with two nonces is refused', () => {
  const bodies = [{ expertNonce: id('F') }, { shop: inward.to }, { nonce: id('M') }];
  for (const change of bodies) {
    expect(ruleOf(atExpert(freshExpert(), fromShop(0, { ...welcome, ...change } as typeof welcome)))).toBe('ENV-R6');
  }
});

test('[ENV-R7] nothing is heard before hello and welcome', () => {
  expect(ruleOf(atShop(freshShop(), fromExpert(0, request, { nonce: null })))).toBe('ENV-R7');
  expect(ruleOf(atExpert(freshExpert(), fromShop(0, closed)))).toBe('ENV-R7');
});

test('[ENV-R8] the last second counts; what comes late uses its number up', () => {
  const lifetime = lifetimes['expert-to-shop'];
  expect(ruleOf(atShop(openShop(), fromExpert(1, request), later(lifetime - 1)))).toBe('admitted');
  const late = atShop(openShop(), fromExpert(1, request), later(lifetime));
  expect(ruleOf(late)).toBe('ENV-R8');
  expect(ruleOf(atShop(late.guard, fromExpert(1, request)))).toBe('ENV-R5');
  expect(ruleOf(atShop(late.guard, fromExpert(2, request)))).toBe('admitted');
});

test('[ENV-R8] a hello is heard although the two clocks differ by minutes, not by more', () => {
  for (const [skew, rule] of [
    [HELLO_LIFETIME - 1, 'admitted'],
    [-HELLO_LIFETIME, 'admitted'],
    [HELLO_LIFETIME, 'ENV-R8'],
    [-HELLO_LIFETIME - 1, 'ENV-R8'],
  ] as const) {
    expect(ruleOf(atShop(freshShop(), fromExpert(0, hello), later(skew)))).toBe(rule);
  }
});

test('[ENV-R9] a version that nobody offered, or that is not spoken here, is refused', () => {
  expect(ruleOf(atShop(freshShop(), fromExpert(0, { ...hello, versions: [2, 3] } as typeof hello)))).toBe('ENV-R9');
  expect(ruleOf(atShop(freshShop(), fromExpert(0, { ...hello, versions: [2, 1] } as typeof hello)))).toBe('admitted');
  expect(ruleOf(atExpert(freshExpert(), fromShop(0, { ...welcome, version: 0 } as typeof welcome)))).toBe('ENV-R9');
});

test('[ENV-R5] a refused envelope that was not in its place changes nothing', () => {
  const guard = openShop();
  for (const envelope of [fromExpert(5, request), fromExpert(1, request, { nonce: null })]) {
    expect(atShop(guard, envelope).guard).toBe(guard);
  }
});
