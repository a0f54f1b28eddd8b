import { basename } from 'node:path';
import type { Chapter } from '../../story/chapter.js';
import { flashThrough } from '../../story/flashing.js';
import { checkReported } from '../../story/reported-software.js';

/** The same job over Ethernet: the shop client is started again with another link, everything else stays. */
export const flashDoip: Chapter = {
  id: 'flash-doip',
  title: 'The engine unit is flashed over DoIP',
  kind: 'road',
  async play(stage) {
    const { house, account } = stage;
    account.tell('technician', 'plugs in the network cable and starts the shop client with the other link');
    await house.stopShop();
    await house.startShop('doip');
    await stage.technician.until(({ broker }) => (broker.state === 'online' ? true : undefined), 'the tunnel', 30_000);
    const { before, after } = await flashThrough(stage, stage.file);
    await checkReported(stage, after);
    return `${basename(stage.file)} is in the engine unit: software ${before} → ${after}.`;
  },
};
