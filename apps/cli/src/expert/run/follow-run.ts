import type { RunReport } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { ExpertVisit, VisitEvent } from '@baylink/transport-tunnel/expert';
import { ENDINGS } from './endings.table.js';

/** What is shown while a run goes on. */
export interface RunListener {
  report(run: RunReport): void;
  /** The shop said welcome again: it may have been restarted, and does not know the phrase any more. */
  welcomedAgain(run: RunReport): void;
}

export interface Following {
  /**
   * Settles with the last report of the job, whatever happens to broker and shop meanwhile. A shop that no longer knows the
   * job, or a visit that is over, is an error with one sentence.
   */
  readonly ended: Promise<Result<RunReport, string>>;
  stop(): void;
}

/** Hears everything about one job from now on; begun before the plan is offered, it misses nothing. */
export function followRun(visit: ExpertVisit, job: string, listener: RunListener): Following {
  const known = visit.welcome;
  let stop = (): void => undefined;
  const ended = new Promise<Result<RunReport, string>>((resolve) => {
    const hear = (run: RunReport): void => {
      listener.report(run);
      if (ENDINGS.has(run.state)) resolve(ok(run));
    };
    stop = visit.listen((event: VisitEvent) => {
      if (event.kind === 'connection' && event.connection.state === 'closed')
        resolve(
          err(`The visit is over here (${event.connection.sentence}); job ${job} goes on at the shop without it.`),
        );
      if (event.kind !== 'said' || event.body === known) return;
      const { body } = event;
      if (body.kind === 'run' && body.run.job === job) hear(body.run);
      if (body.kind !== 'welcome') return;
      const run = body.runs.find((entry) => entry.job === job);
      if (run === undefined)
        resolve(err(`The shop does not know job ${job} any more; its journal and ledger tell how it ended.`));
      else {
        listener.welcomedAgain(run);
        hear(run);
      }
    });
  });
  return { ended: ended.finally(() => stop()), stop: () => stop() };
}
