import type { Socket } from 'node:net';
import { type Clock, concat, ok, type Result, readUint, uintBytes } from '@baylink/kernel';
import { baseFrame, type CanFrame } from '@baylink/protocols/can';
import { MAX_SHORT_LENGTH } from '@baylink/protocols/iso-tp';
import {
  type CanLink,
  type CanLinkEvent,
  type DiagnosticLink,
  directCertificate,
  type LinkError,
  type LinkEvent,
  type Target,
  type UnitAddress,
} from '@baylink/transport-vehicle';
import type { TimedFrame } from '../frame-timers.js';
import type { TimedMessage } from '../overdue.js';
import { hearRecords, sendRecord } from './records.js';

type Outcome = Promise<Result<void, LinkError>>;

/** Everything that goes by, as the tester at the far end of the line sees it. */
export type Watch<Seen> = (seen: Seen) => void;

/** The car's bus at the other end of a line: a frame counts as sent as soon as the line has it. */
export class FarCan implements CanLink {
  readonly kind = 'far-can';
  #listener: (event: CanLinkEvent) => void = () => undefined;

  constructor(
    private readonly socket: Socket,
    private readonly clock: Clock,
    private readonly watch: Watch<TimedFrame>,
  ) {
    hearRecords(socket, (bytes) => {
      const frame = baseFrame(readUint(bytes, 0, 4) ?? 0, bytes.slice(4));
      const at = clock.now();
      this.watch({ at, from: 'unit', data: frame.data });
      this.#listener({ kind: 'frame', frame, at });
    });
  }

  async open(): Outcome {
    return ok();
  }

  listen(listener: (event: CanLinkEvent) => void): void {
    this.#listener = listener;
  }

  async send(frame: CanFrame): Outcome {
    this.watch({ at: this.clock.now(), from: 'tester', data: frame.data });
    sendRecord(this.socket, concat(uintBytes(frame.id, 4), frame.data));
    return ok();
  }

  async close(): Promise<void> {
    this.socket.destroy();
  }
}

/** One unit at the other end of a line, whole messages at a time. */
export class FarUnit implements DiagnosticLink {
  readonly kind = 'far-unit';
  #listener: (event: LinkEvent) => void = () => undefined;

  constructor(
    private readonly socket: Socket,
    from: UnitAddress,
    private readonly clock: Clock,
    private readonly watch: Watch<TimedMessage>,
  ) {
    hearRecords(socket, (record) => {
      const bytes = record.slice();
      const at = clock.now();
      this.watch({ at, from: 'unit', bytes });
      this.#listener({ kind: 'indication', from, at });
      this.#listener({ kind: 'message', from, bytes, at });
    });
  }

  async open(): Outcome {
    return ok();
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.#listener = listener;
  }

  async send(_: Target, bytes: Uint8Array): Outcome {
    this.watch({ at: this.clock.now(), from: 'tester', bytes });
    sendRecord(this.socket, bytes);
    return ok();
  }

  counters() {
    return { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
  }

  certificate() {
    return directCertificate(this.kind, MAX_SHORT_LENGTH);
  }

  busy(): boolean {
    return false;
  }

  async close(): Promise<void> {
    this.socket.destroy();
  }
}
