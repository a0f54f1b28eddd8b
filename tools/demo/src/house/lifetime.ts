import { rmSync } from 'node:fs';

type Ending = () => Promise<void> | void;

/**
 * Whatever was started, ended again in reverse order on every way out: at the end of the story, at a failure, at a signal,
 * and, as far as that can be done at once, when the process is torn down.
 */
export class Lifetime {
  private endings: Ending[] = [];
  private closing: Promise<void> | undefined;
  private readonly atExit: (() => void)[] = [];
  private readonly lastMoment = (): void => {
    for (const run of this.atExit.reverse()) run();
  };

  constructor() {
    process.on('exit', this.lastMoment);
  }

  /** Runs at the end; latest first. */
  onEnd(run: Ending): void {
    this.endings.push(run);
  }

  /** Runs when the process goes without time to wait. */
  onExit(run: () => void): void {
    this.atExit.push(run);
  }

  /** A folder that is gone at the end. */
  folder(path: string): void {
    const remove = (): void => rmSync(path, { recursive: true, force: true });
    this.onEnd(remove);
    this.onExit(remove);
  }

  /** Safe to call from several ways out at once. */
  end(): Promise<void> {
    this.closing ??= this.run();
    return this.closing;
  }

  private async run(): Promise<void> {
    for (const run of this.endings.reverse()) await run();
    this.endings = [];
    process.off('exit', this.lastMoment);
  }
}
