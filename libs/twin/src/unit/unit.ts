import { bytesOf, type Machine, type Millis, millis, type Step, unreachable } from '@baylink/kernel';
import { encodePositive, PERIODIC_DIDS, type ServerInput, type ServerOut, server } from '@baylink/protocols/uds';
import { decideBoot } from '../boot/boot.js';
import { answerAsk } from './asks.js';
import { readDid } from './dids.js';
import { finishJob, type Job, seeSupply } from './job.js';
import { begin, followSupply, restart } from './life.js';
import type { NonVolatile } from './nonvolatile.js';
import { hearsObd, obdTurn } from './obd-turn.js';
import type { UnitProfile } from './profile.js';
import { afterSession } from './ram.js';
import type { UnitReport } from './report.js';
import { SESSION } from './sessions.table.js';
import { afterAnswer, SPEECHES } from './speech/speeches.table.js';
import type { Life, RunningLife, UnitInput, UnitOut, UnitState } from './state.js';
import type { Surroundings } from './supply.js';

type Turn = Step<UnitState, UnitOut>;

/** A unit before its first look at the supply: off, or dead for good. */
export function createUnit(profile: UnitProfile, memory: NonVolatile, surroundings: Surroundings): UnitState {
  const life: Life = memory.bricked === undefined ? { kind: 'off' } : { kind: 'bricked', why: memory.bricked };
  return { profile, memory, surroundings, life };
}

/** One control unit: supply, boot, flash and UDS server together. */
export const unit: Machine<UnitState, UnitInput, UnitOut> = { step, deadline };

function step(before: UnitState, input: UnitInput, now: Millis): Turn {
  const ripe = tick(before, now);
  if (input.kind === 'tick') return ripe;
  return then(ripe, (state) => react(state, input, now));
}

function react(state: UnitState, input: Exclude<UnitInput, { kind: 'tick' }>, now: Millis): Turn {
  switch (input.kind) {
    case 'surroundings':
      return followSupply(withSurroundings(state, input.surroundings), now);
    case 'hard-reset':
      return state.life.kind === 'off' || state.life.kind === 'bricked'
        ? still(state)
        : restart(state, { kind: 'fresh' }, now);
    case 'request':
      return hearsObd(state, input)
        ? then(toServer(state, { kind: 'reception-failed' }, now), (current) => obdTurn(current, input))
        : hear(state, input, now);
    case 'indication':
    case 'reception-failed':
      return toServer(state, input, now);
    default:
      return unreachable(input);
  }
}

/** What is due by itself: the end of the start, the end of a job, the server's own timers. */
function tick(state: UnitState, now: Millis): Turn {
  const { life } = state;
  if (life.kind === 'starting' && now >= life.ready)
    return then(begin(state, life.plan, now), (begun) => toServer(begun, { kind: 'tick' }, now));
  if (life.kind !== 'running') return still(state);
  const finished = life.job !== undefined && now >= life.job.ends ? finish(state, life, life.job, now) : still(state);
  return then(finished, (after) => (serverIsDue(after, now) ? toServer(after, { kind: 'tick' }, now) : still(after)));
}

function serverIsDue({ life }: UnitState, now: Millis): boolean {
  const due = life.kind === 'running' ? server.deadline(life.server) : undefined;
  return due !== undefined && due <= now;
}

function deadline({ life }: UnitState): Millis | undefined {
  switch (life.kind) {
    case 'starting':
      return life.ready;
    case 'running': {
      const due = server.deadline(life.server);
      if (life.job === undefined) return due;
      return due === undefined ? life.job.ends : millis(Math.min(due, life.job.ends));
    }
    case 'off':
    case 'bricked':
      return undefined;
    default:
      return unreachable(life);
  }
}

function finish(state: UnitState, life: RunningLife, job: Job, now: Millis): Turn {
  const { memory, result } = finishJob(job, state.memory);
  const blocks = job.kind === 'erase' ? 0 : life.blocks + (job.kind === 'program' ? 1 : 0);
  const idle: UnitState = { ...state, memory, life: { ...life, job: undefined, blocks } };
  const report = reportOf(job, result.ok, blocks);
  const told: Turn = { state: idle, out: report === undefined ? [] : [{ kind: 'report', report }] };
  return then(told, (after) => toServer(after, { kind: 'answer', id: job.ask, result }, now));
}

function reportOf(job: Job, succeeded: boolean, blocks: number): UnitReport | undefined {
  switch (job.kind) {
    case 'compute':
      return undefined;
    case 'erase':
      return { kind: 'erase-ended', result: succeeded ? 'erased' : 'failed' };
    case 'program':
      return { kind: 'block', number: blocks, address: job.address, size: job.data.length };
    default:
      return unreachable(job);
  }
}

const NEGATIVE = 0x7f;

/** A request in the unit's own words; what they do not have is refused before its software hears of it. */
function hear(state: UnitState, input: Extract<UnitInput, { kind: 'request' }>, now: Millis): Turn {
  const { life } = state;
  if (life.kind !== 'running') return still(state);
  const [asked = 0] = input.bytes;
  const heard = SPEECHES[state.profile.dialect].hear(input.bytes, life.speech);
  if (heard.kind === 'request') {
    const asking: UnitState = { ...state, life: { ...life, speech: { ...life.speech, asked } } };
    return toServer(asking, { ...input, bytes: heard.bytes }, now);
  }
  const { tester, addressing } = input;
  const bytes = bytesOf(NEGATIVE, asked, heard.nrc);
  return addressing === 'functional' ? still(state) : { state, out: [{ kind: 'respond', bytes, tester }] };
}

/** An answer of the unit's software in the unit's own words. */
function tell(state: UnitState, { bytes, tester }: Extract<ServerOut, { kind: 'respond' }>): Turn {
  const { life } = state;
  if (life.kind !== 'running') return still(state);
  const told = SPEECHES[state.profile.dialect].tell(bytes, life.speech);
  const speech = afterAnswer(life.speech, bytes);
  return { state: { ...state, life: { ...life, speech } }, out: [{ kind: 'respond', bytes: told, tester }] };
}

/** A unit that does not run hears nothing. */
function toServer(state: UnitState, input: ServerInput, now: Millis): Turn {
  if (state.life.kind !== 'running') return still(state);
  const turn = server.step(state.life.server, input, now);
  const { failedAttempts } = turn.state.security;
  const memory = failedAttempts === state.memory.failedAttempts ? state.memory : { ...state.memory, failedAttempts };
  let done: Turn = still({ ...state, memory, life: { ...state.life, server: turn.state } });
  for (const out of turn.out) done = then(done, (current) => obey(current, out, now));
  return done;
}

function obey(state: UnitState, out: ServerOut, now: Millis): Turn {
  switch (out.kind) {
    case 'respond':
      return tell(state, out);
    case 'ask':
      return ask(state, out, now);
    case 'session':
      return then(
        told(endSession(state, out.session), { kind: 'session', session: out.session, cause: out.cause }),
        (current) =>
          out.cause === 's3' && leavesBootloader(current) ? restart(current, { kind: 'fresh' }, now) : still(current),
      );
    case 'periodic':
      return sendPeriodic(state, out);
    case 'reset':
      return restart(state, { kind: 'fresh' }, now);
    case 'restart':
      return restart(state, { kind: 'session', session: out.session, owed: out.owed }, now);
    default:
      return unreachable(out);
  }
}

/** A bootloader whose tester has fallen silent gives way to an application that can start. */
const leavesBootloader = ({ life, memory, profile }: UnitState): boolean =>
  life.kind === 'running' &&
  life.running === 'bootloader' &&
  decideBoot(memory.software, profile.hardwareId).into === 'application';

/** The default session takes back what a tester held. */
function endSession(state: UnitState, session: number): UnitState {
  const { life } = state;
  return life.kind === 'running' && session === SESSION.default
    ? { ...state, life: { ...life, ram: afterSession(life.ram) } }
    : state;
}

/** SID and periodic identifier before the data: one response channel carries both these and answers. */
function sendPeriodic(state: UnitState, { periodicId, tester }: Extract<ServerOut, { kind: 'periodic' }>): Turn {
  const { life, profile, memory, surroundings } = state;
  if (life.kind !== 'running') return still(state);
  const { running, ram, server: uds } = life;
  const data = readDid(PERIODIC_DIDS + periodicId, {
    profile,
    memory,
    surroundings,
    running,
    ram,
    session: uds.session,
  });
  if (!data.ok) return still(state);
  const bytes = encodePositive({ service: 'ReadDataByPeriodicIdentifier', record: { periodicId, data: data.value } });
  return { state, out: [{ kind: 'respond', bytes, tester }] };
}

function ask(state: UnitState, out: Extract<ServerOut, { kind: 'ask' }>, now: Millis): Turn {
  const { life } = state;
  if (life.kind !== 'running') return still(state);
  const { memory, reply, ram = life.ram } = answerAsk(state, life, out.id, out.request, out.context, now);
  const changed: UnitState = { ...state, memory, life: { ...life, ram } };
  if (reply.kind === 'job') {
    const { job } = reply;
    const busy: UnitState = { ...changed, life: { ...life, ram, job } };
    return job.kind === 'erase' ? told(busy, { kind: 'erase-began', ...job.range }) : still(busy);
  }
  const written =
    out.request.service === 'WriteDataByIdentifier' && reply.result.ok
      ? told(changed, { kind: 'value-written', did: out.request.did })
      : still(changed);
  return then(written, (current) => toServer(current, { kind: 'answer', id: out.id, result: reply.result }, now));
}

function withSurroundings(state: UnitState, surroundings: Surroundings): UnitState {
  const { life } = state;
  if (life.kind !== 'running' || life.job === undefined) return { ...state, surroundings };
  return { ...state, surroundings, life: { ...life, job: seeSupply(life.job, surroundings.supply) } };
}

const still = (state: UnitState): Turn => ({ state, out: [] });

const told = (state: UnitState, report: UnitReport): Turn => ({ state, out: [{ kind: 'report', report }] });

function then(turn: Turn, next: (state: UnitState) => Turn): Turn {
  const following = next(turn.state);
  return turn.out.length === 0 ? following : { state: following.state, out: [...turn.out, ...following.out] };
}
