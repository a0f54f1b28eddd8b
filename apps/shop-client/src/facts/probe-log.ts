import type { Millis } from '@baylink/kernel';
import { type Fact, known, type LinkProbe, type LinkRecord, unknown } from '@baylink/safety';
import type { LinkCounters } from '@baylink/transport-vehicle';

/** How many of the newest probes LINK_QUALITY is shown. */
const KEPT = 64;

/** What the link has done with the newest requests: every one of them is a probe. Monotonic times. */
export class ProbeLog {
  private probes: LinkProbe[] = [];
  private before: LinkCounters | undefined;

  /** `bound`: P2 and the adapter's margin, what an answer may take to begin. */
  constructor(private readonly bound: Millis) {}

  answered(sentAt: Millis, at: Millis): void {
    if (this.knows(sentAt)) return;
    this.keep({ at: sentAt, took: (at - sentAt) as Millis, bound: this.bound });
  }

  /** The request of that moment has its probe already. */
  knows(sentAt: Millis): boolean {
    return this.probes.some((probe) => probe.at === sentAt);
  }

  missed(sentAt: Millis): void {
    this.keep({ at: sentAt, took: undefined, bound: this.bound });
  }

  /** Errors count from here on: called when a stretch of probes begins. */
  begin(counters: LinkCounters): void {
    this.probes = [];
    this.before = counters;
  }

  record(counters: LinkCounters, now: Millis): Fact<LinkRecord> {
    if (this.probes.length === 0) return unknown('nothing has been asked over this link yet');
    const before = this.before ?? { sent: 0, received: 0, errors: 0, lostFlowControls: 0 };
    return known(
      {
        probes: this.probes,
        errors: counters.errors - before.errors,
        lostFlowControls: counters.lostFlowControls - before.lostFlowControls,
      },
      now,
      'link',
    );
  }

  private keep(probe: LinkProbe): void {
    this.probes = [...this.probes, probe].slice(-KEPT);
  }
}
