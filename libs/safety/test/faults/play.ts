import { begin } from '../begin.js';
import type { Bench } from '../bench.js';
import { brokenInvariants } from '../oracle.js';
import type { Script } from '../script.js';
import type { Fault } from '../scripted-unit.js';

type Kind = 'coding' | 'programming';

/** The bench that is running; a bug to be asked for before. */
export type Live = () => Bench;

/** Plays a job to its end; a script that has to look at the running bench is made from it. */
export function play(kind: Kind, script: Partial<Script> | ((live: Live) => Partial<Script>) = {}) {
  const running: Bench[] = [];
  const live: Live = () => {
    const [bench] = running;
    if (bench === undefined) throw new Error('not running yet');
    return bench;
  };
  const begun = begin(kind, typeof script === 'function' ? script(live) : script);
  running.push(begun.bench);
  begun.bench.run();
  return { ...begun, broken: brokenInvariants(begun.bench, begun.unit, begun.before) };
}

export const isBlock = (bytes: Uint8Array): boolean => bytes[0] === 0x36 && bytes.length > 2;
export const blocksSent = (bench: Bench): number => bench.wire.filter(({ bytes }) => isBlock(bytes)).length;
export const inTransfer = (bench: Bench): boolean => bench.state === 'TRANSFER' && blocksSent(bench) >= 2;
export const types = (bench: Bench): string[] => bench.durable.map(({ type }) => type);

/** Fires once, at the n-th request that `match` accepts. */
export function once<F>(
  match: (bytes: Uint8Array) => boolean,
  n: number,
  fault: F,
): (bytes: Uint8Array) => F | undefined {
  let seen = 0;
  return (bytes) => (match(bytes) && ++seen === n ? fault : undefined);
}

export const isRead = (bytes: Uint8Array): boolean => bytes[0] === 0x23;
export const altered = (size: number): Fault => ({ kind: 'answer', bytes: new Uint8Array(size + 1).fill(0x63, 0, 1) });
