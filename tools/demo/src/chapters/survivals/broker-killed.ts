import type { Chapter } from '../../story/chapter.js';
import { agree, confirm, endOf, offerFlash } from '../../story/flashing.js';
import { midTransfer } from '../../story/mid-transfer.js';

/** The broker dies in mid-transfer and stays away until the unit is finished; the evidence arrives when it is back. */
export const brokerKilled: Chapter = {
  id: 'broker-killed',
  title: 'Survived: the broker is killed in mid-transfer',
  kind: 'survival',
  async play(stage) {
    const { house, account, technician } = stage;
    const offered = await offerFlash(stage, stage.ada, stage.original);
    await agree(stage, offered);
    const done = await midTransfer(stage, offered.job);
    await house.killBroker();
    account.tell('broker', `killed with SIGKILL after ${done} bytes`);
    await confirm(stage, offered.job);
    await technician.until(
      ({ runs }) => runs.find(({ report }) => report.job === offered.job && report.state === 'DONE'),
      'the end of the job',
      10_000,
    );
    account.tell('shop', 'has finished the unit without the broker');
    await house.startBroker();
    account.tell('broker', 'is started again');
    await endOf(offered);
    stage.mustHold(stage.original);
    account.tell('expert', 'hears how it ended');
    return 'The flash was finished while the broker was dead, and told when it was back.';
  },
};
