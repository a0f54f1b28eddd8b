import type { CaseView } from '@baylink/contracts';
import Table from 'cli-table3';
import { Command } from 'commander';
import { tell, tellJson } from '../../say.js';
import { openDesk } from './broker-desk.js';
import { type DeskOptions, deskOptions } from './options.js';
import { stopOfBroker } from './stops.js';

/** `baylink expert cases`: what shops have asked for. */
export const casesCommand = (): Command => {
  const command = new Command('cases').description('list the cases of the paired shops').action(cases);
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function cases(options: DeskOptions): Promise<void> {
  const { api } = await openDesk(options);
  const list = await api.cases();
  if (!list.ok) throw stopOfBroker(list.error);
  if (options.json) for (const view of list.value) tellJson(view);
  else if (list.value.length === 0) tell('No shop has opened a case yet.');
  else tell(caseTable(list.value));
}

function caseTable(list: readonly CaseView[]): string {
  const table = new Table({ head: ['case', 'shop', 'vehicle', 'complaint', 'state', 'open visit'] });
  for (const { id, shop, vehicle, complaint, state, visits } of list) {
    const open = visits.find(({ closedAt }) => closedAt === null);
    const car = [vehicle.make, vehicle.model, vehicle.vin ?? ''].filter((text) => text !== '').join(' ');
    table.push([id, `${shop.name}${shop.online ? '' : ' (away)'}`, car, complaint, state, open?.id ?? '']);
  }
  return table.toString();
}
