import { type Clock, DrivenMachine, unreachable } from '@baylink/kernel';
import {
  CLIENT_DEFAULTS,
  type ClientInput,
  type ClientOut,
  type ClientState,
  client,
  createClient,
  type Outcome,
} from '@baylink/protocols/uds';
import type { DiagnosticLink, LinkEvent, UnitAddress } from '@baylink/transport-vehicle';

/** The project's UDS client on one of its links, without gates: for units of the bench alone. */
export class UdsTester {
  readonly #machine: DrivenMachine<ClientState, ClientInput, ClientOut>;
  #done: (outcome: Outcome) => void = () => undefined;
  #nextId = 1;

  constructor(
    private readonly link: DiagnosticLink,
    private readonly unit: UnitAddress,
    clock: Clock,
    config = CLIENT_DEFAULTS,
  ) {
    this.#machine = new DrivenMachine(client, createClient(config), clock, { kind: 'tick' }, (out) =>
      this.#perform(out),
    );
    link.listen((event) => this.#hear(event));
  }

  ask(bytes: Uint8Array): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#done = resolve;
      this.#machine.feed({ kind: 'request', id: this.#nextId++, bytes });
    });
  }

  /** Asks what has to be answered positively. */
  must(bytes: Uint8Array): Promise<Uint8Array> {
    return this.ask(bytes).then((outcome) => {
      if (outcome.kind === 'positive') return outcome.bytes;
      const request = Buffer.from(bytes.subarray(0, 8)).toString('hex');
      throw new Error(`request ${request}… came to ${JSON.stringify(outcome)}`);
    });
  }

  close(): void {
    this.#machine.stop();
  }

  #perform(out: ClientOut): void {
    if (out.kind === 'done') this.#done(out.outcome);
    if (out.kind === 'send') void this.#send(out.id, out.bytes);
  }

  async #send(id: number, bytes: Uint8Array): Promise<void> {
    const sent = await this.link.send({ to: 'unit', unit: this.unit }, bytes);
    this.#machine.feed(sent.ok ? { kind: 'sent', id } : { kind: 'link-failed', error: sent.error });
  }

  #hear(event: LinkEvent): void {
    switch (event.kind) {
      case 'indication':
      case 'message':
        this.#machine.feed(event);
        return;
      case 'transfer-failed':
        this.#machine.feed({ kind: 'link-failed', error: event.error });
        return;
      case 'closed':
        this.#machine.feed({ kind: 'link-failed', error: event.error ?? CLOSED });
        return;
      default:
        unreachable(event);
    }
  }
}

const CLOSED = { kind: 'lost', message: 'The link was closed.' };
