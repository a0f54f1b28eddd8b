import type { Socket } from 'node:net';
import { type Clock, err, ok, type Result, unreachable } from '@baylink/kernel';
import type { LinkError } from '@baylink/transport-vehicle';
import { keeperPlace } from './place.js';
import { findKeeper, startKeeper } from './start-keeper.js';
import { WordChannel } from './word-channel.js';
import { type Car, type ExecutorWord, type KeeperWord, VERSION } from './words.js';

/** A keeper may be about to end when it is found, or hold another car. */
const TRIES = 4;
/** A keeper that was told to end and does not is killed. */
const END_PATIENCE_MS = 5000;

type Welcome = Extract<KeeperWord, { kind: 'attached' }>;

export interface KeeperChannel {
  say(word: ExecutorWord): void;
  end(): Promise<void>;
  /** Resolves when the keeper has closed its end; `pid` is killed when it does not in time. */
  ended(pid: number): Promise<void>;
}

export interface Attached {
  readonly channel: KeeperChannel;
  readonly word: Welcome;
}

interface Ask {
  readonly data: string;
  readonly car: Car;
  readonly tap: string | undefined;
  readonly clock: Clock;
}

interface Listener {
  heard(word: KeeperWord): void;
  gone(): void;
}

type Reply = KeeperWord | { readonly kind: 'gone' };

/** Attaches to the keeper of `data`. There may be none, or one that holds another car: then one is started. */
export async function attachKeeper(ask: Ask, listener: Listener): Promise<Result<Attached, LinkError>> {
  const place = keeperPlace(ask.data);
  if (!place.ok) return err({ kind: 'refused', message: place.error });
  for (let tries = 0; tries < TRIES; tries++) {
    const found = await findKeeper(place.value);
    if (found === undefined) {
      const started = await startKeeper(place.value, ask.data);
      if (!started.ok) return err({ kind: 'lost', message: started.error });
    }
    const socket = found ?? (await findKeeper(place.value));
    if (socket === undefined) continue;
    const { channel, reply } = talk(socket, ask, listener);
    const word = await reply;
    switch (word.kind) {
      case 'attached':
        return ok({ channel, word });
      case 'not-opened':
        await channel.end();
        return err(word.error);
      case 'in-use':
        await channel.end();
        return err(inUse(word.pid));
      case 'other-car':
        channel.say({ kind: 'end' });
        await channel.ended(0);
        continue;
      case 'gone':
        continue;
      case 'sent':
      case 'volts':
      case 'recalled':
      case 'event':
      case 'own':
        await channel.end();
        continue;
      default:
        unreachable(word);
    }
  }
  return err(NO_KEEPER);
}

/** The first word answers the attaching; every other is the listener's. */
function talk(socket: Socket, { car, tap, clock }: Ask, listener: Listener) {
  let answered: ((reply: Reply) => void) | undefined;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const words = new WordChannel<ExecutorWord, KeeperWord>(socket, {
    heard: (word) => (answered ? answered(word) : listener.heard(word)),
    gone: () => (answered ? answered({ kind: 'gone' }) : listener.gone()),
  });
  const reply = new Promise<Reply>((resolve) => {
    answered = (word) => {
      answered = undefined;
      resolve(word);
    };
  });
  words.say({ kind: 'attach', version: VERSION, pid: process.pid, car, tap });
  const channel: KeeperChannel = {
    say: (word) => words.say(word),
    end: () => words.end(),
    async ended(pid) {
      const end = (clock.now() + END_PATIENCE_MS) as ReturnType<Clock['now']>;
      const cancel = clock.wake(end, () => {
        if (pid > 0) process.kill(pid, 'SIGKILL');
        socket.destroy();
      });
      await closed;
      cancel();
    },
  };
  return { channel, reply };
}

const inUse = (pid: number): LinkError => ({
  kind: 'refused',
  message: `Another shop client (process ${pid}) has the vehicle link of this data folder, and a link has one owner. End it, or give this one a --data folder and a --link of its own.`,
});

const NO_KEEPER: LinkError = {
  kind: 'lost',
  message: 'The process that holds the vehicle link could not be reached; try again in a few seconds.',
};
