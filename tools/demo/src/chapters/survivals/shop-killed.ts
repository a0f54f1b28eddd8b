import { difference } from '../../oracle/memory.js';
import type { Chapter } from '../../story/chapter.js';
import { agree, confirm, endOf, offerFlash } from '../../story/flashing.js';
import { midTransfer } from '../../story/mid-transfer.js';

/** The shop client dies in mid-transfer: the unit has no software now. On restart the job is found, taken up where it stood and finished. */
export const shopKilled: Chapter = {
  id: 'shop-killed',
  title: 'Survived: the shop client is killed in mid-transfer',
  kind: 'survival',
  async play(stage) {
    const { house, account } = stage;
    const offered = await offerFlash(stage, stage.ada, stage.sample);
    await agree(stage, offered);
    const done = await midTransfer(stage, offered.job);
    await house.killShop();
    account.tell('shop', `killed with SIGKILL after ${done} bytes`);
    const half = await stage.dump();
    stage.mustHold(stage.sample);
    const missing = difference(half, stage.memory);
    if (missing === undefined) throw new Error('the memory is complete already: this was not in mid-transfer');
    account.tell('car', `its software is incomplete: ${missing}`);
    await house.startShop(house.link);
    account.tell('shop', 'is started again and finds the job in its journal');
    await confirm(stage, offered.job);
    await endOf(offered);
    return `The job was found again after ${done} bytes, taken up and finished.`;
  },
};
