import type { RunReport, RunState } from '@baylink/contracts';
import type { ExpertVisit, VisitEvent, Welcome } from '@baylink/transport-tunnel/expert';
import { expect, test } from 'vitest';
import { followRun } from './follow-run.js';

const run = (state: RunState, job = 'job'): RunReport => ({
  job,
  planDigest: 'd',
  kind: 'coding',
  unit: 1,
  state,
  phrase: '',
  progress: null,
  gates: [],
  sentence: state,
  segments: [],
  softwareBefore: null,
  softwareAfter: null,
  backup: null,
  rehearsal: null,
});
const welcome = (...runs: RunReport[]): Welcome => ({
  kind: 'welcome',
  id: '',
  nonce: '',
  expertNonce: '',
  shop: '',
  shopName: '',
  version: 1,
  time: 0,
  vehicle: { vin: null, make: '', profile: '' },
  agreements: [],
  runs,
});

/** A visit that says what it is told to, and its past state first, as the real one does. */
function stage() {
  const first = welcome();
  const listeners = new Set<(event: VisitEvent) => void>();
  const visit = {
    welcome: first,
    listen(listener: (event: VisitEvent) => void) {
      listener({ kind: 'said', body: first });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  } as unknown as ExpertVisit;
  const heard: string[] = [];
  const following = followRun(visit, 'job', {
    report: ({ state }) => heard.push(state),
    welcomedAgain: () => heard.push('welcomed again'),
  });
  const say = (event: VisitEvent): void => {
    for (const listener of [...listeners]) listener(event);
  };
  return { following, heard, say, listeners };
}

test('reports of the job are heard until it ends; those of another job are not', async () => {
  const { following, heard, say, listeners } = stage();
  say({ kind: 'said', body: { kind: 'run', run: run('TRANSFER') } });
  say({ kind: 'said', body: { kind: 'run', run: run('DONE', 'other') } });
  say({ kind: 'said', body: { kind: 'run', run: run('ABORTED_CLEAN') } });
  expect(await following.ended).toMatchObject({ ok: true, value: { state: 'ABORTED_CLEAN' } });
  expect(heard).toEqual(['TRANSFER', 'ABORTED_CLEAN']);
  expect(listeners.size).toBe(0);
});

test('a job that ended while nobody heard it is known from the next welcome', async () => {
  const { following, heard, say } = stage();
  say({ kind: 'said', body: welcome(run('DONE')) });
  expect(await following.ended).toMatchObject({ ok: true });
  expect(heard).toEqual(['welcomed again', 'DONE']);
});

test('a shop that no longer knows the job ends the watch with a sentence', async () => {
  const { following, say } = stage();
  say({ kind: 'said', body: welcome() });
  expect(await following.ended).toEqual({ ok: false, error: expect.stringContaining('does not know job job') });
});

test('a visit that is over ends the watch, and says that the job goes on', async () => {
  const { following, say } = stage();
  say({ kind: 'connection', connection: { state: 'closed', sentence: 'the visit was closed' } });
  expect(await following.ended).toEqual({ ok: false, error: expect.stringContaining('goes on at the shop') });
});
