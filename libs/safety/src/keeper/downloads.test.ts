import { bytesOf, hex } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { block, DOWNLOAD, ENGINE, Story, said, sent } from '../../test/download-story.js';
import { chained, chainOf, showChain } from './chain.js';
import { KEEPER_DEFAULTS, type KeeperInput } from './index.js';

const chain = (...messages: readonly Uint8Array[]): string =>
  showChain(messages.slice(1).reduce(chained, chainOf(messages[0] ?? new Uint8Array())));

test('[KPR-R12] blocks that were acknowledged are counted and chained, whoever is there to hear it', () => {
  const story = new Story().tell(sent(block(1)), said(0x76, 1), sent(block(2)), { kind: 'detached' }, said(0x76, 2));
  expect(story.pass(7_000).seen).toEqual({
    digest: chain(DOWNLOAD, block(1), block(2)),
    blocks: 2,
    blockLength: 18,
    at: { step: 'between blocks' },
  });
});

test('[KPR-R12] a block without an answer is told with its chain, its times and its age, and is not counted', () => {
  const story = new Story().tell(sent(block(1)), said(0x76, 1), sent(block(2))).pass(700);
  story.tell(sent(block(2)), { kind: 'left', to: ENGINE }, { kind: 'detached' }).pass(60);
  const open = { step: 'block open', times: 2, age: 60, pending: false } as const;
  const digest = chain(DOWNLOAD, block(1), block(2));
  expect(story.seen).toMatchObject({ blocks: 1, digest: chain(DOWNLOAD, block(1)), at: { ...open, digest } });
  story.tell(said(0x7f, 0x36, 0x78)).pass(20);
  expect(story.seen?.at).toEqual({ ...open, digest, age: 20, pending: true });
  story.tell(said(0x7f, 0x36, 0x21));
  expect(story.seen?.at).toMatchObject({ step: 'block open', pending: false });
  expect(story.tell(said(0x76, 2)).seen).toMatchObject({ blocks: 2, at: { step: 'between blocks' } });
});

test('[KPR-R12] the exit is told, answered or not', () => {
  const story = new Story().tell(sent(block(1)), said(0x76, 1), sent(bytesOf(0x37)));
  expect(story.seen?.at).toMatchObject({ step: 'exit open' });
  expect(story.tell(said(0x77)).seen?.at).toEqual({ step: 'exited' });
});

test('[KPR-R12] a counter that wraps is counted on', () => {
  const story = new Story();
  for (let k = 1; k <= 600; k++) story.tell(sent(block(k & 0xff)), said(0x76, k & 0xff));
  expect(story.seen?.blocks).toBe(600);
});

test('[KPR-R12] looks at the unit, keep-alives and an answer that comes twice change nothing', () => {
  const story = new Story().tell(sent(block(1)), said(0x76, 1), said(0x76, 1));
  const before = story.seen;
  story.tell(sent(bytesOf(0x22, 0xf1, 0x90)), said(0x62, 0xf1, 0x90), said(0x7f, 0x22, 0x31));
  story.tell(sent(bytesOf(0x3e, 0x80)), sent(bytesOf(0x3e, 0x80), 'all'), sent(bytesOf(0x31, 1, 2, 3), 0x1002));
  expect(before).toMatchObject({ blocks: 1 });
  expect(story.seen).toEqual(before);
});

test.each<readonly [string, readonly KeeperInput[]]>([
  ['another request to the unit', [sent(bytesOf(0x31, 1, 0xff, 0))]],
  ['another request to everybody', [sent(bytesOf(0x10, 0x81), 'all')]],
  ['another session', [sent(bytesOf(0x10, 0x02)), said(0x50, 0x02, 0, 50, 1, 0xf4)]],
  ['a default session that the unit announces', [said(0x50, 0x01)]],
  ['a reset that the unit announces', [said(0x51, 0x01)]],
  ['a refused block', [sent(block(1)), said(0x7f, 0x36, 0x72)]],
  ['the acknowledgement of another block', [sent(block(1)), said(0x76, 2)]],
  ['an acknowledgement that nobody has asked for', [said(0x76, 9)]],
  ['another block in place of the one that is open', [sent(block(1)), sent(block(1, 7))]],
  ['an exit while a block is open', [sent(block(1)), sent(bytesOf(0x37))]],
  ['a block behind the exit', [sent(bytesOf(0x37)), said(0x77), sent(block(1))]],
  ['a request to download that is refused', [sent(DOWNLOAD), said(0x7f, 0x34, 0x70)]],
  ['a request to download without an answer', [sent(DOWNLOAD)]],
  ['one whose answer has no length', [sent(DOWNLOAD), said(0x74, 0x00)]],
  ['a session that is let lapse on purpose', [{ kind: 'lapse', unit: ENGINE }]],
  ['a machine that has slept', [{ kind: 'slept' }]],
  ['a lost link', [{ kind: 'link-lost' }]],
])('[KPR-R13] a download is forgotten with %s', (_, inputs) => {
  const story = new Story();
  expect(story.seen).toBeDefined();
  expect(story.tell(...inputs).seen).toBeUndefined();
});

test('[KPR-R13] a silence after which the session may have lapsed is a doubt, and what follows does not heal it', () => {
  const story = new Story().pass(KEEPER_DEFAULTS.doubtful);
  expect(story.seen).toBeUndefined();
  expect(story.tell(sent(bytesOf(0x3e, 0x80))).seen).toBeUndefined();
});

test('[KPR-R13] a keeper that keeps the session remembers as long as it does', () => {
  expect(new Story().tell({ kind: 'detached' }).pass(KEEPER_DEFAULTS.longest - 1).seen).toBeDefined();
  expect(new Story().tell({ kind: 'detached' }).pass(KEEPER_DEFAULTS.longest).seen).toBeUndefined();
});

test('[KPR-R12] two downloads that are told alike were alike, and what is remembered does not grow', () => {
  const fills = fc.array(fc.nat(255), { minLength: 1, maxLength: 20 });
  const told = (list: readonly number[]) => {
    const story = new Story();
    for (const [i, fill] of list.entries()) story.tell(sent(block(i + 1, fill)), said(0x76, i + 1));
    return story;
  };
  fc.assert(
    fc.property(fills, fills, (one, other) => {
      expect(told(one).seen?.digest === told(other).seen?.digest).toBe(
        hex(Uint8Array.from(one)) === hex(Uint8Array.from(other)),
      );
    }),
  );
  expect(JSON.stringify(told(Array.from({ length: 200 }, () => 1)).state).length).toBeLessThan(2_000);
});
