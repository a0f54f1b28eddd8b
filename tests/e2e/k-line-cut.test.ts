import { setTimeout as pause } from 'node:timers/promises';
import { agree, type Chapter, confirm, endOf, midTransfer, offerFlash } from '../../tools/demo/src/index.js';
import { foreignFile, LOOKED, wholeWork } from './whole-work.js';

/** Somebody stumbles over the cable, and puts it in again after so long. */
const cutFlash = (seconds: number): Chapter => ({
  id: `flash-cut-${seconds}`,
  title: `the engine unit is flashed, and the cable is off the car for ${seconds} s in the middle of it`,
  kind: 'survival',
  async play(stage) {
    const { house } = stage;
    const other = foreignFile(seconds);
    const offered = await offerFlash(stage, stage.ada, other);
    await agree(stage, offered);
    const done = await midTransfer(stage, offered.job);
    await house.car({ do: 'cable', plugged: false });
    await pause(seconds * 1000);
    await house.car({ do: 'cable', plugged: true });
    await confirm(stage, offered.job);
    await endOf(offered);
    stage.mustHold(other);
    return `Off after ${done} bytes, and finished.`;
  },
});

wholeWork(foreignFile(), [{ way: 'k-line-kwp-noisy', story: [...LOOKED, cutFlash(2)] }]);
