import { createInterface } from 'node:readline';
import { errorText } from '@baylink/kernel';
import { Account } from './account/account.js';
import type { DemoOptions } from './command-line.js';
import { House } from './house/house.js';
import { endOnSignal } from './house/signals.js';
import { Organisation } from './story/people.js';

const EFFECTS = 'observe,actuate,code,program';

/** Starts everything, prints the links, and plays the organisation's desk until a signal, or until a process dies. */
export async function openHouse({ keep }: DemoOptions): Promise<number> {
  const account = new Account(process.stdout);
  const house = new House(keep === undefined ? {} : { keep });
  endOnSignal(house);
  try {
    await house.startVehicle();
    await house.startBroker();
    await house.startShop('slcan');
    const organisation = new Organisation(house);
    const fingerprint = await organisation.open();
    invite(account, house, fingerprint);
    return await new Promise<number>((resolve) => {
      house.programs.onDeath((child, { code, sentence }) => {
        if (!['broker', 'vehicle', 'shop'].includes(child.name)) return;
        account.wrong(`${child.name} has ended (${code ?? 'killed'}): ${sentence}`);
        resolve(1);
      });
      const desk = createInterface({ input: process.stdin });
      house.lifetime.onEnd(() => desk.close());
      desk.on('line', (line) => void certify(account, organisation, line.trim()));
    });
  } finally {
    await house.end();
  }
}

function invite(account: Account, house: House, fingerprint: string): void {
  account.heading('Baylink is running; everything is in a temporary folder and gone at the end.');
  account.line(`
  Console of the expert     ${house.brokerUrl}
  Bay screen of the shop    ${house.bay}
  The car                   ${house.at('car')} (SLCAN), its control socket ${house.at('control')}
  Firmware to flash         apps/virtual-vehicle/samples/engine-0200.hex

  1. Open the console, give a name, and read its code. This terminal plays the organisation's desk, which holds the root
     key: type the code here and press Enter, and the expert is certified for ${EFFECTS}.
  2. Open the bay screen and start the pairing; approve its code in the console; compare the fingerprint on the bay screen
     with the organisation's: ${fingerprint}
  3. Open a case on the bay screen (make: baylink), sign the agreement, and take the case in the console.

  Ctrl-C ends all of it.`);
}

async function certify(account: Account, organisation: Organisation, code: string): Promise<void> {
  if (code === '') return;
  try {
    await organisation.certify(code, EFFECTS);
    account.tell('organisation', `has signed the certificate for ${code}`);
  } catch (failure) {
    account.wrong(errorText(failure));
  }
}
