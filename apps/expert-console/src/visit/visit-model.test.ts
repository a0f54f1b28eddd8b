import type { RunReport, ShopBody } from '@baylink/contracts';
import { expect, test } from 'vitest';
import { newVisit, type VisitInput, type VisitModel, visitStep } from './visit-model.js';

const play = (...inputs: VisitInput[]): VisitModel => inputs.reduce(visitStep, newVisit);
const said = (body: ShopBody): VisitInput => ({ kind: 'said', body });

const run = (job: string, state: RunReport['state']): RunReport => ({
  job,
  planDigest: 'd'.repeat(64),
  kind: 'programming',
  unit: 0x1001,
  state,
  phrase: 'one two',
  progress: null,
  gates: [],
  sentence: '',
  segments: [],
  softwareBefore: null,
  softwareAfter: null,
  backup: null,
  rehearsal: null,
});

test('reports of a run replace one another and keep what was signed here', () => {
  const model = play(
    { kind: 'offered', run: run('a', 'DRAFT'), phrase: 'one two', digest: 'd' },
    said({ kind: 'run', run: run('b', 'DRAFT') }),
    said({ kind: 'run', run: run('a', 'TRANSFER') }),
  );
  expect(model.runs.map(({ report, own }) => [report.job, report.state, own?.phrase])).toEqual([
    ['b', 'DRAFT', undefined],
    ['a', 'TRANSFER', 'one two'],
  ]);
});

test('the runs of a welcome stay newest first', () => {
  const welcome: ShopBody = {
    kind: 'welcome',
    id: 'i'.repeat(22),
    nonce: 'n'.repeat(22),
    expertNonce: 'e'.repeat(22),
    shop: 's'.repeat(43),
    shopName: 'Workshop',
    version: 1,
    time: 0,
    vehicle: { vin: null, make: 'sample', profile: 'sample-car' },
    agreements: [],
    runs: [run('c', 'TRANSFER'), run('b', 'DONE'), run('a', 'ABORTED_CLEAN')],
  };
  expect(play(said(welcome)).runs.map(({ report }) => report.job)).toEqual(['c', 'b', 'a']);
});

test('a report that overtakes the answer to the offer loses nothing', () => {
  const model = play(said({ kind: 'run', run: run('a', 'STAGING') }), {
    kind: 'offered',
    run: run('a', 'DRAFT'),
    phrase: 'one two',
    digest: 'd',
  });
  expect(model.runs).toHaveLength(1);
  expect(model.runs[0]?.own?.digest).toBe('d');
  expect(model.runs[0]?.report.state).toBe('STAGING');
});

test('progress of a scan that nobody waits for is ignored', () => {
  const progress = said({ kind: 'scan-progress', id: 'x', done: 1, total: 3, sentence: 's' });
  expect(play(progress).scan.state).toBe('none');
  expect(play({ kind: 'scan-asked' }, progress).scan).toMatchObject({ state: 'running', done: 1, total: 3 });
});

test('a contradicted ledger stays contradicted', () => {
  const ledger = (hash: string): VisitInput =>
    said({ kind: 'ledger', size: 1, head: hash, tail: [{ index: 0, kind: 'k', hash, at: '', text: '' }] });
  expect(play(ledger('aa'), ledger('aa')).ledgerFault).toBeUndefined();
  expect(play(ledger('aa'), ledger('bb'), ledger('aa')).ledgerFault).toContain('bb');
});

test('the shop closing the visit closes the connection', () => {
  expect(play(said({ kind: 'closed', sentence: 'The technician ended the visit.' })).connection).toEqual({
    state: 'closed',
    sentence: 'The technician ended the visit.',
  });
});
