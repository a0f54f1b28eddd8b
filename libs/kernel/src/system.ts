import { type Alarm, Alarms } from './alarms.js';
import type { Chance, Clock } from './clock.js';
import { type Millis, millis, wallMillis } from './units.js';

/* The one impure file of this library: what `main.ts` of a process hands down. Browsers and Node have all of it. */
declare const performance: { now(): number };
declare const process: { hrtime: { bigint(): bigint } } | undefined;
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };
declare function setTimeout(run: () => void, wait: number): unknown;
declare function clearTimeout(timer: unknown): void;
/** Node's next turn of the event loop; browsers have none. */
declare const setImmediate: ((run: () => void) => unknown) | undefined;

/** The longest wait that a runtime's timer takes; a later deadline is reached in several. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** Timers count in whole milliseconds and come up to one late: a wait this short is spent looking at the clock instead. */
const FINE_WAIT = 2;

/**
 * The process's own clock. A wake-up never comes before its time: timers that fire early are set again. One that is
 * less than two milliseconds ahead is kept to some microseconds where the runtime can look at the clock between two
 * events, so that a separation time of 100 us is not a millisecond; input and output go on meanwhile.
 */
export function systemClock(): Clock {
  const now = (): Millis => millis(performance.now());
  const byTimer = alarmsOfOneTimer(now);
  return {
    now,
    nanos: () =>
      typeof process === 'undefined' ? BigInt(Math.round(performance.now() * 1e6)) : process.hrtime.bigint(),
    wall: () => wallMillis(Date.now()),
    wake(at, run) {
      const wait = at - now();
      return wait < FINE_WAIT && typeof setImmediate === 'function'
        ? wakeFinely(at, run, now, setImmediate)
        : byTimer(at, run);
    },
  };
}

/** What Node's timers have and browsers' do not: whether the process stays alive for them. */
interface Timer {
  ref?(): unknown;
  unref?(): unknown;
}

type Armed =
  | { readonly kind: 'no' }
  /** `left`: it was for an alarm that is not wanted any more, as all others are, and keeps no process alive. */
  | { readonly kind: 'set' | 'left'; readonly at: Millis; readonly timer: Timer };

/**
 * All alarms behind one timer of the runtime. Most alarms are cancelled long before they are due, and the timer is left
 * as it is then: when it fires and nothing is due, it is set for what is next.
 */
function alarmsOfOneTimer(now: () => Millis): (at: Millis, run: () => void) => () => void {
  const alarms = new Alarms();
  let armed: Armed = { kind: 'no' };
  const isDue = (alarm: Alarm | undefined): boolean => alarm !== undefined && alarm.at <= now();
  const fire = (): void => {
    armed = { kind: 'no' };
    const due = alarms.takeDue(now());
    // Of several that are due each has a turn of its own, and none waits for the timer's next millisecond.
    if (isDue(alarms.next) && typeof setImmediate === 'function') setImmediate(fire);
    else arm();
    due?.run();
  };
  const set = (at: Millis): void => {
    if (armed.kind !== 'no') clearTimeout(armed.timer);
    const timer = setTimeout(fire, Math.min(Math.max(0, at - now()), LONGEST_WAIT)) as Timer;
    armed = { kind: 'set', at, timer };
  };
  const arm = (): void => {
    const at = alarms.next?.at;
    if (at === undefined) leave();
    else if (armed.kind === 'no' || at < armed.at) set(at);
    else if (armed.kind === 'left') {
      armed.timer.ref?.();
      armed = { ...armed, kind: 'set' };
    }
  };
  const leave = (): void => {
    if (armed.kind !== 'set') return;
    armed.timer.unref?.();
    armed = { ...armed, kind: 'left' };
  };
  return (at, run) => {
    const alarm = { at, run };
    alarms.add(alarm);
    arm();
    return () => {
      alarms.remove(alarm);
      arm();
    };
  };
}

function wakeFinely(at: Millis, run: () => void, now: () => Millis, soon: (look: () => void) => unknown): () => void {
  let wanted = true;
  const look = (): void => {
    if (!wanted) return;
    if (now() >= at) run();
    else soon(look);
  };
  soon(look);
  return () => {
    wanted = false;
  };
}

/** Cryptographically strong chance. */
export const systemChance = (): Chance => ({ bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) });
