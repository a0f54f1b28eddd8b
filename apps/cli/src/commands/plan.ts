import { existsSync } from 'node:fs';
import { type CountersigningView, countersignView, openColleaguePlan } from '@baylink/contracts';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { type BrokerDesk, openDesk } from '../expert/desk/broker-desk.js';
import { type DeskOptions, deskOptions } from '../expert/desk/options.js';
import { sentence, stopOfBroker } from '../expert/desk/stops.js';
import { planLines } from '../expert/plan/plan-lines.js';
import { readPlanDocument, writeJson } from '../plan-file/plan-file.js';
import { signCommand } from '../plan-file/sign.js';
import { verifyPlanCommand } from '../plan-file/verify.js';
import { Stop, tell, tellJson } from '../say.js';

/** Fewer digits of a digest name too many plans. */
const LEAST_DIGITS = 8;

/** `baylink plan …`: plans as files, and what a second expert does for a plan that one expert may not write alone. */
export const planCommand = (): Command =>
  new Command('plan')
    .description('sign and verify plans; look at plans of colleagues and countersign them')
    .addCommand(signCommand())
    .addCommand(verifyPlanCommand())
    .addCommand(
      withDesk(new Command('list').description('those that wait, or have their second signature')).action(list),
    )
    .addCommand(
      withDesk(new Command('show').description('what one of them would do, from the bytes that were signed'))
        .argument('<plan>', 'its digest, or the first eight digits of it')
        .action(show),
    )
    .addCommand(
      withDesk(new Command('countersign').description('show one of them, and sign it as the second expert'))
        .argument('<plan>', 'its digest, the first eight digits of it, or the file of a signed plan')
        .action(sign),
    )
    .addCommand(
      withDesk(new Command('decline').description('as the second expert, say that one of them is not to be written'))
        .argument('<plan>', 'its digest, or the first eight digits of it')
        .requiredOption('--reason <text>', 'why, for whoever wrote it')
        .action(decline),
    );

const withDesk = (command: Command): Command => {
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function list(options: DeskOptions): Promise<void> {
  for (const view of await requestsOf(await openDesk(options))) {
    const { plan, expert, refused, declined } = view;
    const [state, why] = standingOf(view);
    if (options.json) tellJson({ plan, expert, countersigned: state === 'signed', refused, declined });
    else tell(`${plan.slice(0, 12)}  ${state}  ${expert}${why === undefined ? '' : `: ${why}`}`);
  }
}

type Standing = readonly [state: 'waits' | 'signed' | 'refused' | 'declined', why?: string];

function standingOf({ signed, refused, declined }: CountersigningView): Standing {
  if (declined !== null) return ['declined', `${declined.expert}: ${declined.reason}`];
  if (refused !== null) return ['refused', refused];
  return [signed === null ? 'waits' : 'signed'];
}

async function show(named: string, options: DeskOptions): Promise<void> {
  await present(await find(await openDesk(options), named), options);
}

async function sign(named: string, options: DeskOptions): Promise<void> {
  if (existsSync(named)) return signFile(named, options);
  const desk = await openDesk(options);
  const view = await find(desk, named);
  await present(view, options);
  const signed = await countersignView(view, desk, desk.clock.wall());
  if (!signed.ok) throw new Stop(exitCodes.refused, sentence(signed.error));
  const sent = await desk.api.countersign(view.plan, signed.value);
  if (!sent.ok) throw stopOfBroker(sent.error);
  if (options.json) tellJson({ event: 'countersigned', plan: view.plan });
  else tell(`You have countersigned plan ${view.plan.slice(0, 12)}….`);
}

async function decline(
  named: string,
  { reason, ...options }: DeskOptions & { readonly reason: string },
): Promise<void> {
  const desk = await openDesk(options);
  const { plan } = await find(desk, named);
  const sent = await desk.api.declineCountersigning(plan, reason);
  if (!sent.ok) throw stopOfBroker(sent.error);
  if (options.json) tellJson({ event: 'declined', plan });
  else tell(`You have declined plan ${plan.slice(0, 12)}…: nobody can countersign it any more.`);
}

/** A file goes from hand to hand: no broker is asked. */
async function signFile(file: string, options: DeskOptions): Promise<void> {
  const document = readPlanDocument(file);
  await present(document, options);
  const desk = await openDesk(options);
  const signed = await countersignView(document, desk, desk.clock.wall());
  if (!signed.ok) throw new Stop(exitCodes.refused, sentence(signed.error));
  writeJson(file, { ...document, signed: signed.value }, 'replace');
  if (options.json) tellJson({ event: 'countersigned', plan: document.plan, file });
  else tell(`You have countersigned plan ${document.plan.slice(0, 12)}… in ${file}.`);
}

async function requestsOf({ api }: BrokerDesk): Promise<readonly CountersigningView[]> {
  const found = await api.countersigning();
  if (!found.ok) throw stopOfBroker(found.error);
  return found.value;
}

async function find(desk: BrokerDesk, named: string): Promise<CountersigningView> {
  if (!/^[0-9a-f]+$/.test(named) || named.length < LEAST_DIGITS)
    throw new Stop(exitCodes.usage, `"${named}" names no plan; give at least ${LEAST_DIGITS} digits of its digest.`);
  const [found, ...more] = (await requestsOf(desk)).filter(({ plan }) => plan.startsWith(named));
  if (found !== undefined && more.length === 0) return found;
  throw new Stop(
    exitCodes.usage,
    `There ${found ? 'are several plans' : 'is no plan'} ${named}…; look at: baylink plan list`,
  );
}

async function present(
  view: Pick<CountersigningView, 'plan' | 'jws' | 'certificate'>,
  { json }: DeskOptions,
): Promise<void> {
  const opened = await openColleaguePlan(view);
  if (!opened.ok) throw new Stop(exitCodes.refused, sentence(opened.error));
  if (json) tellJson({ event: 'plan', ...opened.value });
  else for (const line of planLines(opened.value)) tell(line);
}
