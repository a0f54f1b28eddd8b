import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import type { CanFrame } from '@baylink/protocols/can';

let count = 0;

/** Runs iproute2; throws with its words when it fails. */
export const ip = (...words: readonly string[]): void =>
  void execFileSync('ip', words, { stdio: ['ignore', 'ignore', 'pipe'] });

/** A virtual CAN bus of its own: an interface that is up, for frames of either format. */
export function makeBus({ fd = true } = {}): { readonly name: string; remove(): void } {
  const name = `bus${++count}`;
  ip('link', 'add', name, 'type', 'vcan');
  ip('link', 'set', name, 'mtu', fd ? '72' : '16');
  ip('link', 'set', name, 'up');
  return {
    name,
    remove() {
      try {
        ip('link', 'del', name);
      } catch {
        // A test has pulled it out already.
      }
    },
  };
}

/** How many listen on an interface, by the kernel's own list of this kind. */
export const listeners = (list: string, name: string): number =>
  readFileSync(`/proc/net/can/rcvlist_${list}`, 'utf8').split(`${name} `).length - 1;

/** Resolves when there are more of them than `before`. */
export async function listening(list: string, name: string, before: number): Promise<void> {
  while (listeners(list, name) <= before) await pause(5);
}

export interface Seen {
  readonly frame: CanFrame;
  /** Seconds, by the kernel's stamp. */
  readonly at: number;
}

/** candump on a bus: everything that anybody has sent there, as a foreign program sees it. */
export async function watch(name: string): Promise<{
  until(count: number): Promise<readonly Seen[]>;
  readonly seen: readonly Seen[];
  end(): void;
}> {
  const before = listeners('all', name);
  const child = spawn('candump', ['-L', name], { stdio: ['ignore', 'pipe', 'inherit'] });
  const seen: Seen[] = [];
  let more: () => void = () => undefined;
  createInterface({ input: child.stdout }).on('line', (line) => {
    seen.push(parseLog(line));
    more();
  });
  await listening('all', name, before);
  return {
    seen,
    async until(wanted) {
      while (seen.length < wanted) await new Promise<void>((resolve) => (more = resolve));
      return seen.slice(0, wanted);
    },
    end: () => void child.kill(),
  };
}

/** canplayer on a bus: puts frames there in the order given. */
export function player(name: string): { play(frame: CanFrame): void; end(): void } {
  const child = spawn('canplayer', ['-t'], { stdio: ['pipe', 'ignore', 'inherit'] });
  return {
    play: (frame) => void child.stdin.write(`(0.000000) ${name} ${logText(frame)}\n`),
    end: () => void child.kill(),
  };
}

const LOG = /^\((\d+\.\d+)\) \S+ ([0-9A-F]+)#(?:#([0-9A-F]))?([0-9A-F]*)$/;

function parseLog(line: string): Seen {
  const [, at = '', id = '', flags, data = ''] = LOG.exec(line.trim()) ?? [];
  if (id === '') throw new Error(`candump said "${line}"`);
  const frame = {
    id: Number.parseInt(id, 16),
    extended: id.length === 8,
    data: Uint8Array.from(Buffer.from(data, 'hex')),
  };
  const fd = flags === undefined ? {} : { fd: { bitRateSwitch: (Number.parseInt(flags, 16) & 1) === 1 } };
  return { frame: { ...frame, ...fd }, at: Number(at) };
}

function logText({ id, extended, data, fd }: CanFrame): string {
  const name = id
    .toString(16)
    .toUpperCase()
    .padStart(extended ? 8 : 3, '0');
  const mark = fd === undefined ? '#' : `##${fd.bitRateSwitch ? 1 : 0}`;
  return `${name}${mark}${Buffer.from(data).toString('hex').toUpperCase()}`;
}
