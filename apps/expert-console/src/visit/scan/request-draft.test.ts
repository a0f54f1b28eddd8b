import { expect, test } from 'vitest';
import { readDraft } from './request-draft.js';

test('hex with any spacing is read, described and sent in lower case', () => {
  expect(readDraft('22 F1 90')).toMatchObject({ state: 'ready', bytes: '22f190' });
  expect(readDraft('22,f1\t90')).toMatchObject({ state: 'ready', bytes: '22f190' });
  const draft = readDraft('22f190');
  expect(draft.state === 'ready' && draft.text).toContain('ReadDataByIdentifier');
});

test.each([
  ['22 F', '3 digits'],
  ['0x22', '"x"'],
  ['00'.repeat(1025), '1025 bytes'],
])('%s is refused with the value in the sentence', (typed, part) => {
  const draft = readDraft(typed);
  expect(draft.state === 'faulty' && draft.sentence).toContain(part);
});

test('blanks are nothing yet', () => {
  expect(readDraft('  \n')).toEqual({ state: 'empty' });
});
