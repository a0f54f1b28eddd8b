import { type Clock, DrivenMachine, err, type Millis, ok, type Result, unreachable } from '@baylink/kernel';
import {
  type ChannelInput,
  type ChannelOut,
  type ChannelState,
  IDLE_CHANNEL,
  type IsoTpOptions,
  isoTpChannel,
  type Refusal,
  segmenting,
  type Ticket,
  type TransferError,
} from '@baylink/protocols/iso-tp';
import type { LinkError, LinkEvent, UnitAddress } from '../link.js';
import { closedLink, notTaken, transferFailed } from './sentences.js';

type Outcome = Result<void, LinkError>;

interface Sending {
  readonly length: number;
  readonly resolve: (outcome: Outcome) => void;
}

/** What a unit's channel asks of the link it is part of. */
export interface ChannelOwner {
  transmit(data: Uint8Array): Promise<Outcome>;
  tell(event: LinkEvent): void;
  failed(direction: 'tx' | 'rx', error: TransferError): void;
}

/** The ISO-TP channel to one unit, driven by the link's clock. */
export class UnitChannel {
  readonly #machine: DrivenMachine<ChannelState, ChannelInput, ChannelOut>;
  /** Messages given to the machine whose end is not known: the one under way, then those that it will not take. */
  readonly #sendings: Sending[] = [];
  #driverError: LinkError | undefined;

  constructor(
    readonly unit: UnitAddress,
    private readonly options: IsoTpOptions,
    clock: Clock,
    private readonly owner: ChannelOwner,
  ) {
    const machine = isoTpChannel(options);
    this.#machine = new DrivenMachine(machine, IDLE_CHANNEL, clock, { kind: 'tick' }, (out, at) =>
      this.#perform(out, at),
    );
  }

  get segmenting(): boolean {
    return segmenting(this.#machine.state);
  }

  send(bytes: Uint8Array): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#sendings.push({ length: bytes.length, resolve });
      this.#machine.feed({ kind: 'send', bytes });
    });
  }

  received(data: Uint8Array): void {
    this.#machine.feed({ kind: 'frame', data });
  }

  close(): void {
    this.#machine.stop();
    for (const { resolve } of this.#sendings.splice(0)) resolve(err(closedLink));
  }

  #perform(out: ChannelOut, at: Millis): void {
    const { unit, owner } = this;
    switch (out.kind) {
      case 'transmit':
        this.#transmit(out.data, out.ticket);
        return;
      case 'indication':
        owner.tell({ kind: 'indication', from: unit, at });
        return;
      case 'message':
        owner.tell({ kind: 'message', from: unit, bytes: out.bytes, at });
        return;
      case 'confirm':
        this.#sendings.shift()?.resolve(ok());
        return;
      case 'refused':
        this.#refused(out.reason);
        return;
      case 'failed':
        this.#failed(out.direction, out.error, at);
        return;
      default:
        unreachable(out);
    }
  }

  async #transmit(data: Uint8Array, ticket: Ticket): Promise<void> {
    const outcome = await this.owner.transmit(data);
    if (!outcome.ok) this.#driverError = outcome.error;
    this.#machine.feed({ kind: outcome.ok ? 'sent' : 'not-sent', ticket });
  }

  /** Only a message under way makes the next one wait, so that one is ahead of it here. */
  #refused(reason: Refusal): void {
    const [sending] = this.#sendings.splice(reason === 'busy' ? 1 : 0, 1);
    sending?.resolve(err(notTaken(this.unit, reason, sending.length, this.options.maxLength)));
  }

  #failed(direction: 'tx' | 'rx', reason: TransferError, at: Millis): void {
    const { unit, owner } = this;
    const refusal = reason === 'N_ERROR' ? this.#driverError : undefined;
    const error = refusal ?? transferFailed(unit, direction, reason);
    owner.failed(direction, reason);
    if (direction === 'tx') this.#sendings.shift()?.resolve(err(error));
    owner.tell({ kind: 'transfer-failed', unit, direction, error, at });
  }
}
