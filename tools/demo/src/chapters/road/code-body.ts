import type { Chapter } from '../../story/chapter.js';
import { agree, confirm, endOf, offeredBy } from '../../story/flashing.js';
import type { Expert } from '../../story/people.js';

/** Daytime running light of the sample car: 01 on, 02 on with dimming. */
const DID = '0601';
const WANTED = '02';

/** Coding: the old value is kept first, the new one is read back after. */
export const codeBody: Chapter = {
  id: 'code-body',
  title: 'One value of the body unit is coded',
  kind: 'road',
  async play(stage) {
    const { account, ada } = stage;
    const before = await read(ada);
    account.tell('expert', `Ada plans ${DID} from ${before} to ${WANTED}`);
    const child = ada.start(['code', '--unit', 'body', '--did', DID, '--value', WANTED]);
    const offered = { child, ...(await offeredBy(child)) };
    await agree(stage, offered);
    const { runs } = await stage.technician.look();
    stage.anotherPlan = runs[0]?.report.planDigest ?? stage.anotherPlan;
    await confirm(stage, offered.job);
    await endOf(offered);
    const after = await read(ada);
    if (after !== WANTED) throw new Error(`${DID} holds ${after} instead of ${WANTED}`);
    return `${DID} of the body unit was ${before} and is ${after}.`;
  },
};

async function read(expert: Expert): Promise<string> {
  const lines = await expert.must(['read', '--unit', '0x1002', '--did', DID]);
  return String(lines.find(({ event }) => event === 'value')?.value);
}
