import { dumpUnit, memories, SAMPLE_UNITS } from '@baylink/twin';
import type { Order } from '../people/orders.js';
import type { Ending, Simulation } from '../run/simulation.js';
import { PLACES } from '../world/places.js';
import type { World } from '../world/world.js';
import type { Evidence, UnitContent } from './evidence.js';
import { linesOf } from './journal.js';

/** What somebody would find who opens the unit now. */
export function contentOf({ car }: World, logical: number): UnitContent {
  const name = SAMPLE_UNITS.find((profile) => profile.logical === logical)?.name ?? '';
  const memory = memories(car.state).get(name);
  const verdict = memory?.software?.verdict;
  return {
    flash: dumpUnit(car.state, name),
    coding: memory?.values ?? new Map(),
    boots: verdict !== 'unchecked',
    bricked: memory?.bricked !== undefined,
  };
}

/** Everything that a finished run has left behind. */
export function gather(simulation: Simulation, order: Order, ending: Ending, before: UnitContent): Evidence {
  const { world, alarms } = simulation;
  const journal = textUnder(world, PLACES.journal);
  const ledger = textUnder(world, PLACES.ledgers);
  return {
    plan: order.plan,
    ending: ending.kind === 'over' ? ending.state : ending.kind,
    sentence: ending.kind === 'endless' ? ending.state : ending.sentence,
    seen: world.seen,
    journal: linesOf(journal),
    texts: [journal, ledger, ...alarms],
    recorded: wireOf(ledger),
    cuts: world.cuts,
    before,
    after: contentOf(world, order.plan.target.unit),
    image: order.image,
  };
}

function textUnder({ disk }: World, folder: string): string {
  const decoder = new TextDecoder();
  return disk
    .namesIn(folder)
    .filter((name) => name.endsWith('.journal') || name.endsWith('.jsonl'))
    .map((name) => decoder.decode(disk.bytesOf(`${folder}/${name}`)))
    .join('');
}

function wireOf(ledger: string): Evidence['recorded'] {
  return ledger
    .split('\n')
    .filter((line) => line.includes('"wire"'))
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === 'wire')
    .map(({ data }) => ({ direction: data.direction, unit: data.unit, bytes: data.bytes }));
}
