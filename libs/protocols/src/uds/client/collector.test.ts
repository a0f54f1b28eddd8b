import { after, type Millis, millis, showBytes, unreachable } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { collector, createCollector } from './collector.js';
import type { CollectorConfig, CollectorInput, CollectorOut, UnitId } from './collector-io.js';
import type { CollectorState } from './collector-state.js';

const CONFIG: CollectorConfig = {
  p2: millis(50),
  p2Star: millis(5000),
  margin: millis(0),
  total: millis(30_000),
  maxAnswers: 64,
};

class CollectorRig {
  now: Millis = millis(0);
  state: CollectorState;

  constructor(config: Partial<CollectorConfig> = {}) {
    this.state = createCollector({ ...CONFIG, ...config });
  }

  open(text: string): this {
    this.feed({ kind: 'request', bytes: bytes(text) });
    this.feed({ kind: 'sent' });
    return this;
  }

  hear(from: UnitId, text: string): string[] {
    return this.feed({ kind: 'message', from, bytes: bytes(text) });
  }

  feed(input: CollectorInput): string[] {
    const { state, out } = collector.step(this.state, input, this.now);
    this.state = state;
    return out.map(show);
  }

  wait(duration: number): string[] {
    const begin = this.now;
    const end = after(begin, millis(duration));
    const told: string[] = [];
    for (let at = collector.deadline(this.state); at !== undefined && at <= end; at = collector.deadline(this.state)) {
      this.now = millis(Math.max(at, this.now));
      told.push(...this.feed({ kind: 'tick' }).map((line) => `+${this.now - begin} ${line}`));
    }
    this.now = end;
    return told;
  }
}

function show(out: CollectorOut): string {
  switch (out.kind) {
    case 'send':
      return `send ${showBytes(out.bytes)}`;
    case 'answer':
      return `${out.answer.from}: ${showBytes(out.answer.bytes)}`;
    case 'stray':
      return `stray of ${out.from}`;
    case 'done': {
      const { outcome } = out;
      if (outcome.kind === 'answers') return `done, ${outcome.answers.length} answers, ${outcome.until}`;
      return outcome.kind === 'link' ? `link ${outcome.error.kind}` : `refused ${outcome.reason}`;
    }
    default:
      return unreachable(out);
  }
}

test('[C21][UDS-R52] one `3E 00`, eight answers, each within P2 of the one before', () => {
  const rig = new CollectorRig().open('3E 00');
  for (let unit = 1; unit <= 8; unit++) {
    expect(rig.wait(40)).toEqual([]);
    expect(rig.hear(unit, '7E 00')).toEqual([`${unit}: 7E 00`]);
  }
  expect(rig.wait(1000)).toEqual(['+50 done, 8 answers, P2']);
});

test('[C21][UDS-R52] nobody answers', () => {
  expect(new CollectorRig().open('3E 00').wait(1000)).toEqual(['+50 done, 0 answers, P2']);
});

test('[C21][UDS-R52] a refusal is an answer', () => {
  const rig = new CollectorRig().open('14 FF FF FF');
  expect(rig.hear('body', '7F 14 22')).toEqual(['body: 7F 14 22']);
  expect(rig.wait(1000)).toEqual(['+50 done, 1 answers, P2']);
});

test('[C21][UDS-R53] a unit that said 0x78 is waited for, until its P2*', () => {
  const rig = new CollectorRig().open('14 FF FF FF');
  rig.hear(1, '7F 14 78');
  rig.hear(2, '54');
  expect(rig.wait(4000)).toEqual([]);
  rig.hear(1, '7F 14 78');
  expect(rig.wait(4999)).toEqual([]);
  expect(rig.wait(1)).toEqual(['+1 done, 1 answers, P2']);
});

test('[C21][UDS-R53] after its answer the patient unit counts like the others', () => {
  const rig = new CollectorRig().open('14 FF FF FF');
  rig.hear(1, '7F 14 78');
  rig.wait(1000);
  rig.hear(1, '54');
  expect(rig.wait(1000)).toEqual(['+50 done, 1 answers, P2']);
});

test('[C21][UDS-R53] a unit in the middle of its answer is waited for until it ends or is given up', () => {
  const rig = new CollectorRig().open('22 F1 90');
  rig.feed({ kind: 'indication', from: 1 });
  rig.feed({ kind: 'indication', from: 2 });
  expect(rig.wait(3000)).toEqual([]);
  rig.hear(1, '62 F1 90 41');
  rig.feed({ kind: 'reception-failed', from: 2 });
  expect(rig.wait(1000)).toEqual(['+50 done, 1 answers, P2']);
});

test('[C21][UDS-R53] the total ends everything', () => {
  const rig = new CollectorRig().open('22 F1 90');
  rig.feed({ kind: 'indication', from: 1 });
  expect(rig.wait(60_000)).toEqual(['+30000 done, 0 answers, total']);
});

test('[UDS-R54] what is no answer is stray, with and without an open request', () => {
  const rig = new CollectorRig();
  expect(rig.hear(1, '7E 00')).toEqual(['stray of 1']);
  rig.open('3E 00');
  expect(rig.hear(1, '62 F1 90 41')).toEqual(['stray of 1']);
});

test('[UDS-R54] a babbling bus ends at the limit', () => {
  const rig = new CollectorRig({ maxAnswers: 2 }).open('3E 00');
  rig.hear(1, '7E 00');
  expect(rig.hear(1, '7E 00')).toEqual(['1: 7E 00', 'done, 2 answers, maxAnswers']);
});

test('[UDS-R47] a link that fails, a second request and an empty one are told apart from answers', () => {
  const rig = new CollectorRig();
  expect(rig.feed({ kind: 'request', bytes: new Uint8Array() })).toEqual(['refused empty request']);
  rig.open('3E 00');
  expect(rig.feed({ kind: 'request', bytes: bytes('3E 00') })).toEqual(['refused busy']);
  expect(rig.feed({ kind: 'link-failed', error: { kind: 'lost', message: 'unplugged' } })).toEqual(['link lost']);
});
