import type { ShopBody } from '@baylink/contracts';
import { type Clock, millis } from '@baylink/kernel';

/** Live values are polled here and streamed as changes, each kind at most so often (milliseconds). */
const EVERY = { voltage: 250, ledger: 1000 } as const;
/** What has not changed is told again after this: an old value is no live one. */
const REPEAT_AFTER = 1000;
type Kind = keyof typeof EVERY;

/** Tells the expert what has changed, not more often than a person can follow.  */
export class Telemetry {
  private readonly due = new Map<Kind, () => void>();
  private readonly told = new Map<Kind, { readonly content: string; readonly at: number }>();

  constructor(
    private readonly clock: Clock,
    private readonly compose: Record<Kind, () => ShopBody | undefined>,
    private readonly say: (body: ShopBody) => void,
  ) {}

  changed(kind: Kind): void {
    if (this.due.has(kind)) return;
    const at = millis(this.clock.now() + EVERY[kind]);
    this.due.set(
      kind,
      this.clock.wake(at, () => this.tell(kind)),
    );
  }

  /** A new listener has come: everything is new to it. */
  restart(): void {
    this.told.clear();
    for (const kind of Object.keys(EVERY) as Kind[]) this.changed(kind);
  }

  close(): void {
    for (const cancel of this.due.values()) cancel();
  }

  private tell(kind: Kind): void {
    this.due.delete(kind);
    const body = this.compose[kind]();
    const content = body && JSON.stringify({ ...body, at: '' });
    const now = this.clock.now();
    const last = this.told.get(kind);
    if (!body || content === undefined) return;
    if (last?.content === content && now - last.at < REPEAT_AFTER) return;
    this.told.set(kind, { content, at: now });
    this.say(body);
  }
}
