import type { Chapter } from '../../story/chapter.js';
import { offerFlash, PATIENCE } from '../../story/flashing.js';
import { gateSaysNo } from '../../story/gate-says-no.js';
import { mustRefuse } from '../../story/must-refuse.js';
import type { Stage } from '../../story/stage.js';

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
    const sentence = await gateSaysNo(stage, await waitingFlash(stage), 'VOLTAGE_CHECK-R5');
    await house.car({ do: 'volts', volts: RIGHT });
    account.tell('technician', `turns the supply up to ${RIGHT} V`);
    return sentence;
  },
};

/** The flash that several refusals are shown with: its backup is made once. */
async function waitingFlash(stage: Stage): Promise<string> {
  stage.offered ??= await offerFlash(stage, stage.ada, stage.file);
  const { job } = stage.offered;
  const run = await stage.technician.until(
    ({ runs }) => runs.find(({ report }) => report.job === job && report.state === 'BACKED_UP'),
    'the backup',
    PATIENCE,
  );
  await mustRefuse(stage, stage.technician.hold(run), 'does not ask for an agreement');
  return job;
}
