import { dumpUnit, memories, SAMPLE_UNITS } from '@baylink/twin';
import type { Order } from '../people/orders.js';
import type { Ending, Simulation } from '../run/simulation.js';
import { PLACES } from '../world/places.js';
import type { World } from '../world/world.js';
import type { Evidence, Recorded, UnitContent } from './evidence.js';
import { type Line, linesOf } from './journal.js';

const profileOf = (logical: number) => SAMPLE_UNITS.find((profile) => profile.logical === logical);

/** What somebody would find who opens the unit now. */
export function contentOf({ car }: World, logical: number): UnitContent {
  const profile = profileOf(logical);
  const name = profile?.name ?? '';
  const factory = (profile?.coding ?? []).map((value) => [value.did, value.factory] as const);
  const memory = memories(car.state).get(name);
  const verdict = memory?.software?.verdict;
  const life = car.state.nodes.find(({ unit }) => unit.profile.name === name)?.unit.life;
  return {
    flash: dumpUnit(car.state, name),
    coding: new Map([...factory, ...(memory?.values ?? [])]),
    boots: verdict !== 'unchecked',
    bricked: memory?.bricked !== undefined,
    session: life?.kind === 'running' ? life.server.session : undefined,
  };
}

/** Everything that a finished run has left behind. */
export function gather(simulation: Simulation, order: Order, ending: Ending, before: UnitContent): Evidence {
  const { world, alarms } = simulation;
  const journals = textsUnder(world, PLACES.journal);
  const journal = journals.join('');
  const ledger = textsUnder(world, PLACES.ledgers).join('');
  return {
    plan: order.plan,
    jws: order.jws,
    ending: endingOf(ending, linesOf(journal)),
    sentence: ending.kind === 'endless' ? ending.state : ending.sentence,
    unit: ending.kind === 'over' ? ending.unit : undefined,
    seen: world.seen,
    journal: linesOf(journal),
    journals: journals.map(linesOf),
    alarms,
    texts: [journal, ledger],
    recorded: wireOf(ledger),
    cuts: world.cuts,
    lives: simulation.lives,
    offers: world.offers,
    stored: world.broker.seen,
    pauses: [...simulation.pauses, ...world.cable.outages(world.clock.now())],
    failedSyncs: world.failedSyncs,
    syncs: world.syncs,
    starts: world.starts
      .filter(({ unit }) => unit === (profileOf(order.plan.target.unit)?.name ?? ''))
      .map(({ at }) => at),
    before,
    after: contentOf(world, order.plan.target.unit),
    image: order.image,
  };
}

const ENDED: Readonly<Record<string, string>> = { DONE: 'DONE', RESTORED: 'RESTORED', ABORT: 'ABORTED_CLEAN' };

/** A plan that comes again after its job has ended is refused; how the job ended is in its journal. */
function endingOf(ending: Ending, journal: readonly Line[]): string {
  if (ending.kind === 'over') return ending.state;
  const last = journal.findLast(({ type }) => ENDED[type] !== undefined)?.type;
  return (ending.kind === 'refused' && ENDED[last ?? '']) || ending.kind;
}

function textsUnder({ disk }: World, folder: string): readonly string[] {
  const decoder = new TextDecoder();
  return disk
    .namesIn(folder)
    .filter((name) => name.endsWith('.journal') || name.endsWith('.jsonl'))
    .map((name) => decoder.decode(disk.bytesOf(`${folder}/${name}`)));
}

function wireOf(ledger: string): Evidence['recorded'] {
  const recorded: Recorded[] = [];
  let end = 0;
  for (const line of ledger.split('\n').slice(0, -1)) {
    end += line.length + 1;
    if (!line.includes('"kind":"wire"')) continue;
    const { kind, data } = JSON.parse(line);
    if (kind === 'wire') recorded.push({ direction: data.direction, unit: data.unit, bytes: data.bytes, end });
  }
  return recorded;
}
