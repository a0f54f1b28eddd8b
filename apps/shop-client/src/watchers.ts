/** Whoever wants to look again after a change. */
export class Watchers {
  private readonly watching = new Set<() => void>();

  readonly changed = (): void => {
    for (const run of this.watching) run();
  };

  /** The result takes it back. */
  readonly watch = (run: () => void): (() => void) => {
    this.watching.add(run);
    return () => this.watching.delete(run);
  };
}
