import { after, fromHex, type Millis, millis } from '@baylink/kernel';
import { KEEP_ALIVE, NRC } from '@baylink/protocols/uds';
import type { JobEvent, RehearsalTask } from '@baylink/safety';
import { unit as twin, type UnitInput, type UnitState } from '@baylink/twin';

export type Outcome = Extract<JobEvent, { kind: 'answer' }>['outcome'];

/** Whoever asked: may put another answer in place of the unit's, and hears what each request came to. */
export interface Asker {
  meddle(request: Uint8Array, response: Uint8Array): Uint8Array | undefined;
  answered(id: number, outcome: Outcome): void;
}

/** A request that the twin has not answered yet. */
interface Open {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly until: Millis;
}

const TESTER = 0x0e00;
const NEGATIVE = 0x7f;
/** ReadMemoryByAddress and RequestUpload */
const READING: ReadonlySet<number> = new Set([0x23, 0x35]);

/** Tester and twin of the unit on a line of their own, one request at a time, within P2 and P2* of the profile. */
export class Conversation {
  private constructor(
    private readonly task: RehearsalTask,
    private readonly asker: Asker,
    private twin: UnitState,
    private open: Open | undefined,
  ) {}

  static of(task: RehearsalTask, unit: UnitState, asker: Asker): Conversation {
    return new Conversation(task, asker, unit, undefined);
  }

  /** The same moment once more, for another asker. */
  fork(asker: Asker): Conversation {
    return new Conversation(this.task, asker, this.twin, this.open);
  }

  get unit(): UnitState {
    return this.twin;
  }

  get idle(): boolean {
    return this.open === undefined;
  }

  /** Whatever is due next; `undefined` stands for nothing. */
  get deadlines(): readonly (Millis | undefined)[] {
    return [twin.deadline(this.twin), this.open?.until];
  }

  /** The asker is gone, and waits for nothing. */
  forget(): void {
    this.open = undefined;
  }

  /** A request is on its way; it may be answered in somebody else's place. */
  opened(id: number, bytes: Uint8Array, now: Millis): void {
    this.open = { id, bytes, until: after(now, millis(this.timing.p2)) };
  }

  /** P2 or P2* has passed without an answer. */
  expire(now: Millis): void {
    if (this.open !== undefined && now >= this.open.until)
      this.answer({ kind: 'timeout', timer: 'P2', after: millis(this.timing.p2) });
  }

  answer(outcome: Outcome): void {
    if (this.open === undefined) return;
    const { id } = this.open;
    this.open = undefined;
    this.asker.answered(id, outcome);
  }

  keepAlive(now: Millis): void {
    this.request(Uint8Array.from(KEEP_ALIVE[this.twin.profile.dialect]), now);
  }

  /** A unit that has refused to be read refuses its twin's reader with the same bytes. */
  request(bytes: Uint8Array, now: Millis): void {
    const { proof } = this.task.backup;
    const refused = proof.kind === 'refused' && READING.has(bytes[0] ?? 0) ? fromHex(proof.response) : undefined;
    if (refused === undefined)
      this.tell({ kind: 'request', bytes, tester: TESTER, addressing: 'physical', chance: chanceAt(now) }, now);
    else
      this.hear(
        Uint8Array.from(refused, (byte, i) => (i === 1 ? (bytes[0] ?? 0) : byte)),
        now,
      );
  }

  tell(input: UnitInput, now: Millis): void {
    const turn = twin.step(this.twin, input, now);
    this.twin = turn.state;
    for (const out of turn.out) if (out.kind === 'respond') this.hear(out.bytes, now);
  }

  private hear(response: Uint8Array, now: Millis): void {
    const { open } = this;
    if (open === undefined) return;
    const bytes = this.asker.meddle(open.bytes, response) ?? response;
    const [first = 0, sid = 0, nrc = 0] = bytes;
    if (first !== NEGATIVE) this.answer({ kind: 'positive', bytes });
    else if (nrc !== NRC.requestCorrectlyReceivedResponsePending) this.answer({ kind: 'negative', sid, nrc });
    else this.open = { ...open, until: after(now, millis(this.timing.p2Star)) };
  }

  private get timing() {
    return this.task.brief.profile.timing;
  }
}

/** Seeds of a rehearsal have nothing to hide. */
const chanceAt = (now: Millis): Uint8Array => Uint8Array.from({ length: 16 }, (_, i) => (now * 7 + i * 31) & 0xff);
