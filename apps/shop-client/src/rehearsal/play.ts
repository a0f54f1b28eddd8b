import { hex, ok, type Result, showHex } from '@baylink/kernel';
import type { CodingWrite, Rehearsal, RehearsalScene, RehearsalTask, RehearsedScene } from '@baylink/safety';
import { readFlash } from '@baylink/twin';
import type { RehearsalBytes } from './rehearse.js';
import { type Scene, scenesFor, UNDISTURBED } from './scenes.js';
import { Stage } from './stage.js';
import { heldBefore, twinOf } from './twin-of-unit.js';

/** Turns of one scene: more have lost their bounds. */
const TURNS = 500_000;
/** Between two looks of whoever waits. */
const TURNS_AT_ONCE = 2_000;

/**
 * Plays a plan and its recovery, scene by scene, and stops after each piece of work so that its owner can look after
 * other things, or end it. Yields the scene that is being played.
 */
export function* play(
  task: RehearsalTask,
  bytes: RehearsalBytes,
): Generator<RehearsalScene, Result<Rehearsal, string>> {
  const twin = twinOf(task, bytes);
  if (!twin.ok) return twin;
  const scenes = scenesFor(task.brief);
  const begun = new Map<Scene, Stage>();
  const played: RehearsedScene[] = [];
  const all = [UNDISTURBED, ...scenes];
  for (const [i, scene] of all.entries()) {
    const told: RehearsalScene = { name: scene.name, number: i + 1, of: all.length };
    const from = scene === UNDISTURBED ? new Stage(task, bytes, twin.value.unit) : begun.get(scene);
    const stage = from ?? (scene.moment === undefined ? new Stage(task, bytes, twin.value.unit) : undefined);
    if (stage === undefined) {
      played.push({ scene: scene.name, held: false, sentence: 'The job never came to this point.' });
      continue;
    }
    scene.strike(stage);
    const course = scene === UNDISTURBED ? undefined : scene;
    const waiting = scenes.filter(({ moment, within }) => moment !== undefined && within === course);
    for (let turns = 0; !stage.over && turns < TURNS; turns++) {
      if (turns % TURNS_AT_ONCE === 0) yield told;
      stage.turn();
      for (const next of waiting) if (!begun.has(next) && next.moment?.(stage)) begun.set(next, stage.fork());
    }
    played.push(judged(scene, stage, task, bytes));
  }
  return ok({
    twin: twin.value.digest,
    planDigest: task.brief.planDigest,
    backup: task.backup.digest,
    scenes: played,
  });
}

const STATES = { written: 'DONE', restored: 'RESTORED' } as const;

function judged(scene: Scene, stage: Stage, task: RehearsalTask, bytes: RehearsalBytes): RehearsedScene {
  const fault = faultOf(scene, stage, task, bytes);
  const sentence = fault ?? `The twin ended in ${stage.state}, with the bytes that it had to hold.`;
  return { scene: scene.name, held: fault === undefined, sentence };
}

/** What is wrong with the end of a scene; the twin itself is looked at, not what it says. */
function faultOf(scene: Scene, stage: Stage, task: RehearsalTask, bytes: RehearsalBytes): string | undefined {
  const { unit, job } = stage;
  const wanted = STATES[scene.ending];
  if (unit.life.kind === 'bricked') return `The twin is beyond recovery (${unit.life.why}).`;
  if (stage.state !== wanted) return `It ended in ${stage.state} instead of ${wanted}: ${job.sentence}`;
  if (unit.life.kind !== 'running' || unit.life.running !== 'application')
    return `It ended in ${stage.state}, and the twin's software does not start.`;
  return task.brief.plan.kind === 'coding'
    ? otherValue(scene, stage, task.brief.plan.writes)
    : otherBytes(stage, scene.ending === 'written' ? newSegments(task, bytes) : heldBefore(task, bytes));
}

const newSegments = ({ brief }: RehearsalTask, bytes: RehearsalBytes) =>
  (brief.image?.segments ?? []).map(({ address }, i) => ({ address, bytes: bytes.new[i] ?? new Uint8Array() }));

function otherBytes(
  { unit }: Stage,
  wanted: readonly { readonly address: number; readonly bytes: Uint8Array }[],
): string | undefined {
  const { software } = unit.memory;
  if (software === undefined) return 'The twin has no memory.';
  for (const part of wanted) {
    const there = readFlash(software.flash, { start: part.address, size: part.bytes.length });
    if (!there.ok || !same(there.value, part.bytes))
      return `The twin does not hold what it must from ${showHex(part.address, 8)} on.`;
  }
  return undefined;
}

function otherValue({ ending }: Scene, { unit }: Stage, writes: readonly CodingWrite[]): string | undefined {
  for (const { did, before, after } of writes) {
    const factory = unit.profile.coding.find((entry) => entry.did === did)?.factory;
    const held = hex(unit.memory.values.get(did) ?? factory ?? new Uint8Array());
    const wanted = ending === 'written' ? after : before;
    if (held !== wanted) return `The twin's ${showHex(did, 4)} holds ${held} instead of ${wanted}.`;
  }
  return undefined;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && a.every((byte, i) => byte === b[i]);
