import { type Clock, millis } from '@baylink/kernel';
import { type Fact, unknown, type Workstation } from '@baylink/safety';
import { readWorkstation } from './workstation.js';

const EVERY_MS = 2000;

/** Looks at this machine's disk and power again and again; the newest look is the fact. */
export class WorkstationWatch {
  private newest: Fact<Workstation> = unknown('this machine has not been looked at yet');
  private cancel: () => void = () => undefined;
  private stopped = false;

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  get fact(): Fact<Workstation> {
    return this.newest;
  }

  /** Settles after the first look. */
  async start(): Promise<void> {
    this.newest = await readWorkstation(this.folder, this.clock);
    if (this.stopped) return;
    this.cancel = this.clock.wake(millis(this.clock.now() + EVERY_MS), () => void this.start());
  }

  stop(): void {
    this.stopped = true;
    this.cancel();
  }
}
