import { checkPlanDocument, type PlanDocument } from '@baylink/contracts';
import { systemClock } from '@baylink/kernel/system';
import type { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readPlanDocument } from '../plan-file/plan-file.js';
import { Stop } from '../say.js';
import { type DeskOptions, deskOptions } from './desk/options.js';
import { sentence, stopOfShop } from './desk/stops.js';
import { offerAndFollow } from './run/offer.js';
import { attend } from './visit/attend.js';

/** `baylink expert offer`: a signed plan of a file, in the visit that it was written for. */
export const offerCommand = (): Command => {
  const command = new Command('offer')
    .description('offer a signed plan of a file to the shop, with its countersignature if it has one')
    .argument('<file>', 'a signed plan of `baylink plan sign`')
    .action(offer);
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function offer(file: string, options: DeskOptions): Promise<void> {
  const document = readPlanDocument(file);
  const checked = await checkPlanDocument({ ...document, signed: null }, systemClock().wall(), undefined);
  if (!checked.ok) throw new Stop(exitCodes.verify.TAMPERED, `TAMPERED: ${sentence(checked.error)}`);
  const { plan } = checked.value;
  await attend({ ...options, visit: plan.visit }, async ({ visit, desk }) => {
    const { signer } = desk;
    if (signer.thumbprint !== checked.value.author.sub)
      throw new Stop(exitCodes.usage, `${checked.value.author.name} has signed this plan, and has to offer it.`);
    await bringSecond(visit, document);
    // Ed25519 and canonical JSON: what is signed here is byte for byte what the file has.
    return offerAndFollow(visit, plan, options.json === true);
  });
}

/** What it is worth is judged by the shop. */
async function bringSecond(visit: ExpertVisit, { signed }: PlanDocument): Promise<void> {
  if (signed === null) return;
  const taken = await visit.ask({ kind: 'countersignature', ...signed });
  if (!taken.ok) throw stopOfShop(taken.error);
}
