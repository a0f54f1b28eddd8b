import type { Chapter } from '../../story/chapter.js';
import { gateSaysNo } from '../../story/gate-says-no.js';
import { mustRefuse } from '../../story/must-refuse.js';
import { waitingFlash } from '../../story/waiting-flash.js';

const LOW = 12.4;
const RIGHT = 13.9;

/** The supply is switched on too weak: the plan waits before the button can be held. */
export const voltageTooLow: Chapter = {
  id: 'voltage-too-low',
  title: 'Refused: voltage too low',
  kind: 'refusal',
  async play(stage) {
    const { house, account } = stage;
    await house.car({ do: 'volts', volts: LOW });
    account.tell('car', `its battery is at ${LOW} V`);
    const { offered, run } = await waitingFlash(stage);
    await mustRefuse(stage, stage.technician.hold(run), 'does not ask for an agreement');
    const sentence = await gateSaysNo(stage, offered.job, 'VOLTAGE_CHECK-R5');
    await house.car({ do: 'volts', volts: RIGHT });
    account.tell('technician', `turns the supply up to ${RIGHT} V`);
    return sentence;
  },
};
