import { thumbprintOf } from '@baylink/contracts';
import { ExpertVisit, type Welcome } from '@baylink/transport-tunnel/expert';
import { exitCodes } from '../../exit-codes.table.js';
import { explain, Stop, tellJson } from '../../say.js';
import { type BrokerDesk, openDesk } from '../desk/broker-desk.js';
import type { DeskOptions, VisitChoice } from '../desk/options.js';
import { stopOfBroker, stopOfShop } from '../desk/stops.js';
import { type ChosenCase, chooseCase } from './case-choice.js';
import { noteConnection } from './connection-notes.js';

/** A visit in which the shop has said welcome. */
export interface Attendance {
  readonly desk: BrokerDesk;
  readonly visit: ExpertVisit;
  readonly visitId: string;
  readonly caseId: string;
  readonly welcome: Welcome;
}

export interface AttendOptions extends DeskOptions, VisitChoice {}

/** Enters a visit, does the work, and closes it unless it was asked to stay open. A visit that was open before stays open. */
export async function attend<T>(options: AttendOptions, work: (attendance: Attendance) => Promise<T>): Promise<T> {
  const desk = await openDesk(options);
  const cases = await desk.api.cases();
  if (!cases.ok) throw stopOfBroker(cases.error);
  const chosen = chooseCase(cases.value, options);
  if (!chosen.ok) throw new Stop(exitCodes.usage, chosen.error);
  trust(desk, chosen.value, options.shop);
  const visitId = await enter(desk, chosen.value);
  const { jwk } = chosen.value.view.shop;
  const { api, signer: expert, certificate, clock, chance } = desk;
  const visit = new ExpertVisit({ api, visit: visitId, shop: jwk, expert, certificate, clock, chance });
  const mute = noteConnection(visit);
  visit.start();
  try {
    const welcome = await visit.whenOpen();
    if (!welcome.ok) throw stopOfShop(welcome.error);
    if (options.json) tellJson({ event: 'visit', visit: visitId, case: chosen.value.view.id });
    else explain(`In visit ${visitId} with ${welcome.value.shopName}.`);
    return await work({ desk, visit, visitId, caseId: chosen.value.view.id, welcome: welcome.value });
  } finally {
    mute();
    if (options.keepOpen === undefined && options.visit === undefined) await visit.close();
    visit.leave();
  }
}

async function enter({ api }: BrokerDesk, { view, visit }: ChosenCase): Promise<string> {
  if (visit !== undefined) return visit;
  const opened = await api.openVisit(view.id);
  if (!opened.ok) throw stopOfBroker(opened.error);
  return opened.value.id;
}

/** The broker names the shop's key; what this expert has compared decides. */
function trust({ folder }: BrokerDesk, { view }: ChosenCase, expected: string | undefined): void {
  const { name, jwk } = view.shop;
  const key = thumbprintOf(jwk);
  if (expected !== undefined && expected !== key)
    throw new Stop(exitCodes.refused, `${name} has the key ${key}, not ${expected}; nothing was sent to it.`);
  if (expected === undefined && !folder.shops.includes(key))
    explain(`${name} was not paired from here; compare its key with the bay screen: ${key}`);
}
