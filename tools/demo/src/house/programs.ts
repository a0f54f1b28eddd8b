import { join } from 'node:path';
import { Child, type Ended } from './child.js';
import type { Lifetime } from './lifetime.js';

/** Starts `baylink …` processes; none of them outlives the house. */
export class Programs {
  private readonly running = new Set<Child>();
  private deaths: ((child: Child, ended: Ended) => void)[] = [];

  constructor(
    private readonly logs: string,
    lifetime: Lifetime,
    /** What starts the program of this name where it belongs. */
    private readonly placeOf: (name: string) => readonly string[] = () => [],
  ) {
    lifetime.onEnd(() => this.stopAll());
    lifetime.onExit(() => {
      for (const child of this.running) child.kill('SIGKILL');
    });
  }

  /** `name` is the file of its log, too. */
  start(name: string, args: readonly string[]): Child {
    const child = new Child(name, args, join(this.logs, `${name}.log`), this.placeOf(name));
    this.running.add(child);
    void child.ended.then((ended) => {
      this.running.delete(child);
      for (const tell of this.deaths) tell(child, ended);
    });
    return child;
  }

  /** Runs a command to its end. */
  async run(name: string, args: readonly string[]): Promise<Ended & { readonly child: Child }> {
    const child = this.start(name, args);
    return { ...(await child.ended), child };
  }

  /** Runs a command that has to succeed. */
  async must(name: string, args: readonly string[]): Promise<Child> {
    const { code, child } = await this.run(name, args);
    if (code === 0) return child;
    throw new Error(`baylink ${args.slice(0, 2).join(' ')} ended with ${code}: ${child.sentences.join(' ')}`);
  }

  onDeath(tell: (child: Child, ended: Ended) => void): void {
    this.deaths.push(tell);
  }

  private async stopAll(): Promise<void> {
    this.deaths = [];
    await Promise.all([...this.running].map((child) => child.stop()));
  }
}
