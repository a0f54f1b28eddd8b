import type { CaseView } from '@baylink/contracts';
import { describe, expect, test } from 'vitest';
import { chooseCase } from './case-choice.js';

const view = (
  id: string,
  state: CaseView['state'],
  visits: readonly [id: string, closedAt: string | null][],
): CaseView => ({
  id,
  shop: { name: 'Workshop', thumbprint: 't', jwk: { kty: 'OKP', crv: 'Ed25519', x: 'x' }, online: true },
  vehicle: { make: 'baylink', model: '', year: null, vin: null },
  complaint: 'c',
  openedAt: '2026-11-21T10:00:00.000Z',
  state,
  visits: visits.map(([visit, closedAt]) => ({ id: visit, expert: 'e', expertName: 'E', openedAt: '', closedAt })),
});

const open = view('open', 'open', [
  ['past', '2026-11-21T11:00:00.000Z'],
  ['now', null],
]);
const closed = view('closed', 'closed', []);
const second = view('second', 'open', []);

describe('the case that is meant', () => {
  test.each([
    ['the only open one', [closed, open], {}, 'open', undefined],
    ['one of several by its id', [open, second], { case: 'second' }, 'second', undefined],
    ['the one of an open visit', [second, open], { visit: 'now' }, 'open', 'now'],
  ])('%s', (_, cases, choice, id, visit) => {
    expect(chooseCase(cases, choice)).toMatchObject({ ok: true, value: { view: { id }, visit } });
  });

  test.each([
    ['none is open', [closed], {}, 'No case is open'],
    ['several are open and none is named', [open, second], {}, '--case: open, second'],
    ['the named one is closed', [closed], { case: 'closed' }, 'Case closed is closed'],
    ['nobody knows the id', [open], { case: 'x' }, 'no case "x"'],
    ['the visit was closed', [open], { visit: 'past' }, 'was closed at 2026'],
    ['nobody knows the visit', [open], { visit: 'x' }, 'no visit "x"'],
  ])('is refused with a sentence when %s', (_, cases, choice, words) => {
    const chosen = chooseCase(cases, choice);
    expect(chosen.ok ? '' : chosen.error).toContain(words);
  });
});
