import { err, type Result } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import type {
  DiagnosticLink,
  LinkCounters,
  LinkError,
  LinkEvent,
  Target,
  UnitAddress,
} from '@baylink/transport-vehicle';
import { FUNCTIONAL } from '@baylink/twin';
import type { Mortal } from '../life/mortal.js';
import type { Cable } from './cable.js';
import type { KeptDownloads } from './kept-downloads.js';

/** A link of production on a simulated bus, with the run's wire-tap on its whole messages. */
export class TappedLink implements DiagnosticLink {
  readonly kind: string;

  constructor(
    private readonly link: DiagnosticLink,
    private readonly cable: Cable,
    private readonly mortal: Mortal,
    private readonly keeper: KeptDownloads,
  ) {
    this.kind = link.kind;
  }

  open(): Promise<Result<void, LinkError>> {
    return this.link.open();
  }

  send(target: Target, bytes: Uint8Array): Promise<Result<void, LinkError>> {
    const refusal = this.cable.refusal();
    if (refusal !== undefined) return Promise.resolve(err(refusal));
    return this.mortal.act({ medium: 'wire', what: 'send' }, () => {
      this.cable.tap('tx', target.to === 'unit' ? target.unit.logical : FUNCTIONAL.logical, bytes.slice());
      return this.link.send(target, bytes);
    });
  }

  async recall({ logical }: UnitAddress): Promise<DownloadSeen | undefined> {
    return this.keeper.recall(logical);
  }

  listen(listener: (event: LinkEvent) => void): void {
    this.link.listen((event) => {
      if (!this.mortal.alive) return;
      if (event.kind === 'message') this.cable.tap('rx', event.from.logical, event.bytes);
      listener(event);
    });
  }

  counters(): LinkCounters {
    return this.link.counters();
  }

  certificate() {
    return this.link.certificate();
  }

  busy(): boolean {
    return this.link.busy();
  }

  close(): Promise<void> {
    return this.link.close();
  }
}
