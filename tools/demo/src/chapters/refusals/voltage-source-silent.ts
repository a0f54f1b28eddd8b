import type { Chapter } from '../../story/chapter.js';
import { gateSaysNo } from '../../story/gate-says-no.js';
import { waitingFlash } from '../../story/waiting-flash.js';

/** The cable of the meter is pulled out: no reading is not a good reading. */
export const voltageSourceSilent: Chapter = {
  id: 'voltage-source-silent',
  title: 'Refused: voltage source silent',
  kind: 'refusal',
  async play(stage) {
    const { house, account } = stage;
    const { offered } = await waitingFlash(stage);
    house.lead.pullOut();
    account.tell('technician', 'pulls the cable of the voltage meter out');
    const sentence = await gateSaysNo(stage, offered.job, 'VOLTAGE_CHECK-R3');
    house.lead.plugIn();
    account.tell('technician', 'plugs it in again; the supply has to be steady for ten seconds now');
    return sentence;
  },
};
