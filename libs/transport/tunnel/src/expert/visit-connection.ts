import {
  type AnswerResult,
  type ExpertBody,
  newId,
  type PublicJwk,
  type RandomId,
  type Refusal,
  type ShopBody,
  type Signer,
} from '@baylink/contracts';
import { after, type Chance, type Clock, err, millis, ok, type Result } from '@baylink/kernel';
import type { BrokerApi } from '../http/broker-api.js';
import { backoff } from '../reconnect/backoff.js';
import { localRefusal } from './answers.js';
import { Conversation } from './conversation.js';
import type { Connection, Question, VisitEvent, Welcome } from './events.js';
import { ExpertSocket } from './expert-socket.js';
import { Questions } from './questions.js';
import type { PayloadWay } from './staging.js';

export interface ExpertVisitOptions {
  /** Signed in as the expert. */
  readonly api: BrokerApi;
  readonly visit: RandomId;
  /** The shop's key as the expert trusts it. */
  readonly shop: PublicJwk;
  readonly expert: Signer;
  readonly certificate: string;
  readonly clock: Clock;
  readonly chance: Chance;
}

const MOST_QUESTIONS = 256;
const LAST_WORDS = millis(500);

/**
 * The way of an expert to the shop of a visit: signs what is asked, verifies what is said, and stays open through lost
 * connections and restarted brokers. After a restart of the shop client it says hello again, and what was being asked
 * then is answered with a refusal.
 */
export class VisitConnection {
  private readonly socket: ExpertSocket;
  private readonly questions = new Questions();
  private readonly listeners = new Set<(event: VisitEvent) => void>();
  private readonly openWaiters = new Set<() => void>();
  private readonly drainListeners = new Set<() => void>();
  private conversation: Conversation | undefined;
  private connection: Connection = { state: 'connecting', sentence: 'connecting to the broker' };
  private lastWelcome: Welcome | undefined;
  private tunnel: number | undefined;
  private resumed = 0;
  private greetings = 0;
  private cancelGreeting: (() => void) | undefined;

  constructor(protected readonly options: ExpertVisitOptions) {
    const { api, visit, clock, chance } = options;
    this.socket = new ExpertSocket(api, visit, clock, chance, {
      connecting: () => {},
      joined: () => this.joined(),
      frame: (frame) => this.conversation?.hear(frame),
      presence: (online, tunnel) => this.presence(online, tunnel),
      lost: (sentence) => this.lost(sentence),
      // What the shop said last may still be being verified: it is heard before the door closes.
      closed: (why) => void clock.wake(after(clock.now(), LAST_WORDS), () => this.leave(why)),
    });
  }

  start(): void {
    this.socket.start();
  }

  /** The shop's newest welcome; undefined until it has come. */
  get welcome(): Welcome | undefined {
    return this.lastWelcome;
  }

  /** Settles when the shop has welcomed this expert, or when the visit is over. */
  async whenOpen(): Promise<Result<Welcome, Refusal>> {
    for (;;) {
      if (this.connection.state === 'closed') return err(localRefusal(this.connection.sentence));
      if (this.conversation?.isOpen && this.lastWelcome) return ok(this.lastWelcome);
      await new Promise<void>((resolve) => this.openWaiters.add(resolve));
    }
  }

  /** Past state first (connection, welcome), then what comes. The answer ends it. */
  listen(listener: (event: VisitEvent) => void): () => void {
    listener({ kind: 'connection', connection: this.connection });
    if (this.lastWelcome !== undefined) listener({ kind: 'said', body: this.lastWelcome });
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Settles once: with the shop's answer, or with its reason for saying no. Waits for the welcome. */
  async ask(question: Question): Promise<Result<AnswerResult, Refusal>> {
    return this.askAs(newId(this.options.chance), question);
  }

  /** The same under an id that the caller has made, to hear what is told before the answer. */
  protected async askAs(id: RandomId, question: Question): Promise<Result<AnswerResult, Refusal>> {
    if (this.questions.size + this.openWaiters.size >= MOST_QUESTIONS) {
      return err(localRefusal(`${MOST_QUESTIONS} questions wait for the shop; wait for an answer before asking more`));
    }
    const open = await this.whenOpen();
    if (!open.ok) return open;
    const answer = this.questions.wait(id);
    void this.put(id, { ...question, id } as ExpertBody);
    return answer;
  }

  /** What goes beside questions: the conversation of the moment takes it, and `onDrained` hears when there is room again. */
  protected readonly payloads: PayloadWay = {
    conversation: () => this.conversation,
    onDrained: (run) => {
      this.drainListeners.add(run);
      return () => this.drainListeners.delete(run);
    },
  };

  /** Lets go of the connection; the visit and any job in it go on at the shop. */
  leave(why = 'this window left the visit'): void {
    if (this.connection.state === 'closed') return;
    this.socket.stop();
    this.cancelGreeting?.();
    this.conversation?.close();
    this.conversation = undefined;
    this.become({ state: 'closed', sentence: why });
    this.questions.failAll(localRefusal(`the visit is over here: ${why}`));
    this.wakeWaiters();
  }

  private async put(id: RandomId, body: ExpertBody): Promise<void> {
    const sent = await (this.conversation?.put(body) ?? Promise.resolve(err('the visit is over here')));
    if (!sent.ok) this.questions.fail(id, localRefusal(sent.error));
  }

  private joined(): void {
    if (this.conversation === undefined) {
      this.greet();
      return;
    }
    this.resumed += 1;
    this.conversation.path();
  }

  private greet(): void {
    const { visit, expert, certificate, shop, clock, chance } = this.options;
    const conversation: Conversation = new Conversation(
      { visit, expert, certificate, shop, clock, chance },
      {
        transmit: (frame) => this.socket.relay(frame),
        said: (body) => this.said(body),
        refused: (rule, sentence) => this.tell({ kind: 'refused', rule, sentence }),
        drained: () => {
          for (const run of [...this.drainListeners]) run();
        },
        over: (sentence) => this.startAgain(sentence),
      },
    );
    this.conversation = conversation;
    conversation.path();
  }

  /** The first new hello goes out at once; a shop that goes on not knowing its own welcome is asked ever more seldom. */
  private startAgain(sentence: string): void {
    const { clock, chance } = this.options;
    this.conversation = undefined;
    this.questions.failAll({ rule: 'STR-R7', sentence });
    for (const run of [...this.drainListeners]) run();
    this.become({ state: 'reconnecting', sentence });
    this.greetings += 1;
    const wait = backoff(this.greetings - 1, chance);
    this.cancelGreeting = clock.wake(after(clock.now(), wait), () => {
      if (this.connection.state !== 'closed' && this.conversation === undefined) this.greet();
    });
  }

  private said(body: ShopBody): void {
    if (body.kind === 'welcome') {
      this.lastWelcome = body;
      this.greetings = 0;
      this.become({ state: 'live', resumed: this.resumed });
      this.wakeWaiters();
    }
    this.tell({ kind: 'said', body });
    this.questions.hear(body);
    if (body.kind === 'closed') this.leave(body.sentence);
  }

  private presence(online: boolean, tunnel: number): void {
    if (!online) {
      this.conversation?.noPath();
      this.become({ state: 'shop-away', sentence: 'the shop is not connected to the broker now; waiting for it' });
      return;
    }
    const fresh = this.tunnel !== undefined && this.tunnel !== tunnel;
    this.tunnel = tunnel;
    if (fresh) this.resumed += 1;
    this.conversation?.path();
    if (this.conversation?.isOpen) this.become({ state: 'live', resumed: this.resumed });
  }

  private lost(sentence: string): void {
    this.conversation?.noPath();
    const state = this.lastWelcome === undefined ? 'connecting' : 'reconnecting';
    this.become({ state, sentence });
  }

  private become(connection: Connection): void {
    this.connection = connection;
    this.tell({ kind: 'connection', connection });
  }

  private tell(event: VisitEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }

  private wakeWaiters(): void {
    for (const wake of this.openWaiters) wake();
    this.openWaiters.clear();
  }
}
