import { expect } from 'vitest';
import {
  agree,
  type Chapter,
  confirm,
  endOf,
  midTransfer,
  offerFlash,
  readTap,
  requestsOf,
  tapMark,
} from '../../tools/demo/src/index.js';
import { foreignFile, LOOKED_AND_CODED, wholeWork } from './whole-work.js';

const file = foreignFile();

/** Over a noisy line; the keeper keeps the session by the word that the unit's dialect has for it. */
const killedFlash = (keepAlive: string): Chapter => ({
  id: 'flash-killed',
  title: 'the engine unit is flashed, and the shop client is killed in the middle of it',
  kind: 'survival',
  async play(stage) {
    const { house } = stage;
    const offered = await offerFlash(stage, stage.ada, file);
    await agree(stage, offered);
    const done = await midTransfer(stage, offered.job);
    stage.mustHold(file);
    await house.killShop();
    const mark = tapMark(house.tap);
    const alone = process.hrtime.bigint() + ON_ITS_WAY;
    const unasked = () =>
      requestsOf(readTap(house.tap, mark), house.tapForms)
        .filter(({ at }) => at > alone)
        .map(({ bytes }) => bytes.toString('hex'));
    await expect.poll(() => unasked().filter((bytes) => bytes === keepAlive).length, POLL).toBeGreaterThanOrEqual(2);
    expect(new Set([...unasked(), LINE_IS_KEPT])).toEqual(new Set([keepAlive, LINE_IS_KEPT]));
    await house.startShop(house.link);
    await confirm(stage, offered.job);
    await endOf(offered);
    return `Killed after ${done} bytes, kept by ${keepAlive}, and finished.`;
  },
});

/** What the door has let out leaves within a second or not at all, whoever has died meanwhile. Nanoseconds. (KPP-R8) */
const ON_ITS_WAY = 1_000_000_000n;
/** K-Line's own word between link and unit, for a minute after the last request. (ISO 14230-2 4.4) */
const LINE_IS_KEPT = '3e01';
const POLL = { timeout: 60_000, interval: 100 };

wholeWork(file, [
  { way: 'k-line-noisy', story: [...LOOKED_AND_CODED, killedFlash('3e80')] },
  { way: 'k-line-kwp-noisy', story: [...LOOKED_AND_CODED, killedFlash('3e02')] },
]);
