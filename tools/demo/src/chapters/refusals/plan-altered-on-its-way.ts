import type { Chapter } from '../../story/chapter.js';

const PATIENCE = 60_000;

/** The broker changes the plan on its way. It has nobody's key, so the shop sees it. */
export const planAlteredOnItsWay: Chapter = {
  id: 'plan-altered-on-its-way',
  title: 'Refused: a plan altered by the broker',
  kind: 'refusal',
  async play({ account, ada, relay, technician, file, visits }) {
    const jobs = (await technician.look()).runs.length;
    account.tell('broker', 'changes the VIN in the plan and passes it on');
    const child = ada.start(['flash', '--unit', 'engine', '--file', file], relay.url);
    const refused = await technician.until(
      ({ ledger }) => ledger.find(({ kind, text }) => kind === 'envelope-in' && text.startsWith('refused')),
      'the refusal in the ledger',
      PATIENCE,
    );
    account.tell('shop', refused.text);
    if (relay.altered === 0) throw new Error('the relay has not altered anything');
    if ((await technician.look()).runs.length !== jobs) throw new Error('a job was begun with an altered plan');
    await child.stop();
    const visit = visits.at(-1);
    if (visit !== undefined) await ada.must(['close', '--visit', visit]);
    return refused.text;
  },
};
