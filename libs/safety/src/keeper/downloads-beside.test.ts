import { bytesOf, millis } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { block, DOWNLOAD, ENGINE, Story, said, sent } from '../../test/download-story.js';
import { type KeeperInput, rememberedDownload } from './index.js';
import { toldBlockLength } from './told-block-length.js';

const BODY = 0x1002;
const from = (unit: number, ...bytes: number[]): KeeperInput => ({ kind: 'received', unit, bytes: bytesOf(...bytes) });

const begins = (unit: number): readonly KeeperInput[] => [
  from(unit, 0x50, 0x02),
  sent(DOWNLOAD, unit),
  from(unit, 0x74, 0x20, 0, 18),
];
const seenOf = (story: Story, unit: number) => rememberedDownload(story.state, unit, millis(story.now));

test('[KPR-R12] each unit has a download of its own: what one says or is told is nothing of the other', () => {
  const story = new Story().tell(...begins(BODY), sent(block(1)), sent(block(1), BODY), from(BODY, 0x76, 1));
  expect(story.seen).toMatchObject({ blocks: 0, at: { step: 'block open', times: 1 } });
  expect(seenOf(story, BODY)).toMatchObject({ blocks: 1, at: { step: 'between blocks' } });
  story.pass(500).tell({ kind: 'left', to: BODY });
  expect(story.seen?.at).toMatchObject({ age: 500 });
  story.tell({ kind: 'lapse', unit: BODY });
  expect(seenOf(story, BODY)).toBeUndefined();
  expect(story.tell(said(0x76, 1)).seen).toMatchObject({ blocks: 1 });
  expect(story.tell(...begins(BODY), sent(bytesOf(0x31, 1), BODY)).seen).toBeDefined();
  expect(seenOf(story, BODY)).toBeUndefined();
});

test('[KPR-R12] a message to everybody is none of a download, and its leaving changes no age', () => {
  const story = new Story().tell(sent(block(1))).pass(300);
  expect(story.tell({ kind: 'left', to: 'all' }).seen?.at).toMatchObject({ age: 300 });
});

test('[KPR-R12] a block of the second unit is none of the first', () => {
  const story = new Story().tell(...begins(BODY), sent(block(1), BODY), from(BODY, 0x76, 1));
  expect([story.seen?.blocks, seenOf(story, BODY)?.blocks]).toEqual([0, 1]);
});

test('[KPR-R13] the session of one unit is no reason to believe in that of another', () => {
  const story = new Story()
    .pass(3_000)
    .tell(from(BODY, 0x50, 0x02))
    .pass(1_000);
  expect(story.seen).toBeUndefined();
});

test('[KPR-R12] the age of a long message counts from when it has left, and of none there is none', () => {
  const left = { kind: 'left', to: ENGINE } as const;
  const story = new Story()
    .tell(sent(block(1)))
    .pass(300)
    .tell(left);
  expect(story.seen?.at).toMatchObject({ step: 'block open', age: 0 });
  expect(story.tell(said(0x76, 1), left).seen?.at).toEqual({ step: 'between blocks' });
});

test('[KPR-R12] more than sixty-four downloads are not remembered', () => {
  const story = new Story();
  for (let unit = 1; unit <= 64; unit++) story.tell(...begins(unit));
  expect(seenOf(story, 63)).toBeDefined();
  expect(seenOf(story, 64)).toBeUndefined();
});

test('[KPR-R12] an exit is told with its age, and that the unit has asked for patience', () => {
  const story = new Story().tell(sent(bytesOf(0x37))).pass(40);
  expect(story.seen?.at).toEqual({ step: 'exit open', age: 40, pending: false });
  story.tell(said(0x7f, 0x37, 0x78)).pass(10);
  expect(story.seen?.at).toEqual({ step: 'exit open', age: 10, pending: true });
  expect(story.tell(sent(bytesOf(0x37))).seen?.at).toEqual({ step: 'exit open', age: 0, pending: false });
});

test('[KPR-R12] the times of a block begin anew with its answer', () => {
  const story = new Story().tell(sent(block(1)), sent(block(1)), said(0x76, 1), sent(block(2)));
  expect(story.seen?.at).toMatchObject({ step: 'block open', times: 1 });
});

test.each<readonly [string, readonly KeeperInput[]]>([
  ['a refusal of another service than the one that is open', [sent(block(1)), said(0x7f, 0x34, 0x78)]],
  ['a refusal although nothing is open', [said(0x7f, 0x36, 0x78)]],
  ['a refused exit', [sent(bytesOf(0x37)), said(0x7f, 0x37, 0x24)]],
  ['the answer to another service', [sent(block(1)), said(0x77)]],
  ['the answer to another service with the counter of the block', [sent(block(1)), said(0x75, 1)]],
  [
    'a block that is answered again while an exit is open',
    [sent(block(1)), said(0x76, 1), sent(bytesOf(0x37)), said(0x76, 1)],
  ],
  ['an exit that is answered twice', [sent(bytesOf(0x37)), said(0x77), said(0x77)]],
  ['a block before the unit has accepted any', [sent(DOWNLOAD), sent(block(1)), said(0x74, 0x20, 0, 18)]],
  ['an exit again behind the exit', [sent(bytesOf(0x37)), said(0x77), sent(bytesOf(0x37))]],
  ['the answer to the block before the last', [sent(block(1)), said(0x76, 1), sent(block(2)), said(0x76, 1)]],
  ['an answer of another service with the counter of the last block', [sent(block(1)), said(0x76, 1), said(0x75, 1)]],
])('[KPR-R13] a download is forgotten with %s', (_, inputs) => {
  expect(new Story().tell(...inputs).seen).toBeUndefined();
});

test('[KPR-R12] a request for a download that is accepted begins a new one', () => {
  const story = new Story().tell(sent(block(1)), said(0x76, 1), sent(DOWNLOAD));
  expect(story.seen).toBeUndefined();
  expect(story.tell(said(0x74, 0x10, 34)).seen).toMatchObject({ blocks: 0, blockLength: 34 });
});

test.each([
  [[0x74, 0x10, 0x22], 0x22],
  [[0x74, 0x20, 0x0f, 0x02], 0x0f02],
  [[0x74, 0x20, 0x0f], undefined],
  [[0x74, 0x0f, 0x22], undefined],
  [[0x74], undefined],
])('the block length in %j is %j', (answer, length) => expect(toldBlockLength(bytesOf(...answer))).toBe(length));

test('[KPR-R8][KPR-R13] a keeper that has ended remembers nothing', () => {
  const story = new Story().tell({ kind: 'link-lost' });
  expect(rememberedDownload(story.state, ENGINE, millis(0))).toBeUndefined();
});
