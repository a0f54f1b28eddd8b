import { PassThrough } from 'node:stream';
import { buildStage, chapters, playChapter, readTap, requestsOf, type Stage, tapMark } from '@baylink/demo';
import type { ContestCard } from '../measure/contest.js';
import { type Figure, figureOf } from '../measure/figure.js';
import type { Suite, SuiteWish } from '../measure/suite.js';
import { LOCAL, ROUNDS, TUNNELLED, WORSE } from './cards.js';
import { type Line, surroundingBox } from './line.js';
import { openRelayLine } from './relay-line.js';
import { type ShopFlash, shopFlash } from './shop-flash.js';
import { tunnelledFigures } from './tunnelled/tunnelled-figures.js';
import { windowRequests } from './window-requests.js';

const PROLOGUE = ['pair', 'open-case'];

/** Real broker, shop client, car and expert; broker and expert are at the far end of the line. */
export const wan: Suite = {
  title: 'a flash with a bad line, and with none, between shop and broker',
  ids: [...WORSE, ...TUNNELLED].map(({ card }) => card.id),
  async *run(wish) {
    const line = surroundingBox() ?? (await openRelayLine(Math.random));
    wish.tell(`The line: ${line.name}.`);
    const stage = await buildStage({
      out: new PassThrough().resume(),
      waysIn: ['slcan'],
      ...line.house,
    });
    try {
      for (const id of PROLOGUE) await play(stage, id);
      for await (const figure of figures(stage, line, wish))
        yield { ...figure, remarks: [...(figure.remarks ?? []), `Over ${line.name}.`] };
    } finally {
      await stage.house.end();
      await line.close();
    }
  },
};

async function play(stage: Stage, id: string): Promise<void> {
  const chapter = chapters.find((each) => each.id === id);
  if (chapter === undefined) throw new Error(`The story has no chapter ${id}.`);
  const { result } = await playChapter(stage, chapter);
  if (result.kind === 'failed') throw new Error(result.why);
}

/** One flash that does not count shows what a flash asks for. Then the kinds of line take turns. */
async function* figures(
  stage: Stage,
  line: Line,
  { rounds = ROUNDS, only = '', tell }: SuiteWish,
): AsyncIterable<Figure> {
  const flash = async (id: string, conditions = LOCAL): Promise<ShopFlash> => {
    const flashed = await shopFlash(stage, line, conditions);
    tell(`${id}: write window ${flashed.window.toFixed(0)} ms, ${flashed.interruptions} interruptions`);
    return flashed;
  };
  const mark = tapMark(stage.house.tap);
  await flash('once before');
  const seen = requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms);
  const local: ShopFlash[] = [];
  const worse = WORSE.filter(({ card }) => card.id.startsWith(only)).map((kind) => ({
    ...kind,
    flashes: [] as ShopFlash[],
  }));
  for (let round = 0; round < rounds; round++) {
    local.push(await flash('local'));
    for (const { card, conditions, flashes } of worse) flashes.push(await flash(card.id, conditions));
  }
  for (const { card, flashes } of worse) yield againstLocal(card, flashes, local);
  const wanted = TUNNELLED.filter(({ card }) => card.id.startsWith(only));
  const requests = windowRequests(seen.map(({ bytes }) => bytes));
  yield* tunnelledFigures(wanted, { stage, line, tell, requests, ours: worse[0]?.flashes ?? local });
}

const againstLocal = (card: ContestCard, flashes: readonly ShopFlash[], local: readonly ShopFlash[]): Figure => ({
  ...figureOf(
    card,
    flashes.map(({ window }, round) => ({ ours: window, peer: local[round]?.window ?? window })),
  ),
  timeouts: { ours: overdueIn(flashes), peer: overdueIn(local) },
});

const overdueIn = (flashes: readonly ShopFlash[]): number => flashes.reduce((sum, { overdue }) => sum + overdue, 0);
