import { after, type Millis, millis, showBytes, unreachable } from '@baylink/kernel';
import { bytes, MAX_TURNS } from '../server/server.rig.js';
import { client, createClient } from './client.js';
import { CLIENT_DEFAULTS, type ClientConfig, type ClientInput, type ClientOut } from './io.js';
import type { ClientState } from './state.js';

/** P2 50 ms and P2* 5 s, without a margin; ten minutes in all. */
export const EXACT: ClientConfig = { ...CLIENT_DEFAULTS, margin: millis(0), total: millis(600_000) };

/** One client on a clock of its own; what it does is told as short lines. */
export class ClientRig {
  now: Millis = millis(0);
  state: ClientState;
  #id = 0;

  constructor(config: Partial<ClientConfig> = {}) {
    this.state = createClient({ ...EXACT, ...config });
  }

  /** Opens a request; the link confirms at once unless told otherwise. */
  request(text: string, link: 'confirms' | 'is slow' = 'confirms'): string[] {
    this.#id++;
    const told = this.feed({ kind: 'request', id: this.#id, bytes: bytes(text) });
    return link === 'confirms' ? [...told, ...this.sent()] : told;
  }

  sent(id = this.#id): string[] {
    return this.feed({ kind: 'sent', id });
  }

  hear(text: string): string[] {
    return this.feed({ kind: 'message', bytes: bytes(text) });
  }

  feed(input: ClientInput): string[] {
    const { state, out } = client.step(this.state, input, this.now);
    this.state = state;
    return out.map(showOut);
  }

  wait(duration: number): string[] {
    const begin = this.now;
    const end = after(begin, millis(duration));
    const told: string[] = [];
    for (let turns = 0; (client.deadline(this.state) ?? Number.POSITIVE_INFINITY) <= end; turns++) {
      if (turns > MAX_TURNS) throw new Error(`the client does not get beyond ${this.now} ms`);
      const at = client.deadline(this.state) ?? end;
      this.now = millis(Math.max(at, this.now));
      told.push(...this.feed({ kind: 'tick' }).map((line) => `+${this.now - begin} ${line}`));
    }
    this.now = end;
    return told;
  }
}

function showOut(out: ClientOut): string {
  switch (out.kind) {
    case 'send':
      return `send ${showBytes(out.bytes)}`;
    case 'pending':
      return `pending ${out.count}`;
    case 'stray':
      return `stray ${showBytes(out.bytes)}`;
    case 'done':
      return `done ${out.id} ${showOutcome(out.outcome)}`;
    default:
      return unreachable(out);
  }
}

function showOutcome(outcome: Extract<ClientOut, { kind: 'done' }>['outcome']): string {
  switch (outcome.kind) {
    case 'positive':
      return `positive ${showBytes(outcome.bytes)}`;
    case 'silent':
      return 'silent';
    case 'negative':
      return `negative ${showBytes(Uint8Array.of(outcome.sid, outcome.nrc))}`;
    case 'timeout':
      return `timeout ${outcome.timer} after ${outcome.after}`;
    case 'link':
      return `link ${outcome.error.kind}`;
    case 'refused':
      return `refused ${outcome.reason}`;
    default:
      return unreachable(outcome);
  }
}
