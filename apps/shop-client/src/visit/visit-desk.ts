import {
  type ExpertCertificate,
  keysOf,
  type Organisation,
  type RandomId,
  type ShopBody,
  type Signer,
  type StreamPayload,
  verifyCertificate,
} from '@baylink/contracts';
import type { Chance, Clock } from '@baylink/kernel';
import { type Authority, type Fact, known, unknown } from '@baylink/safety';
import type { VisitOffer } from '@baylink/transport-tunnel/shop';
import type { VisitBanner } from '../bay/bay-state.js';
import type { LedgerShelf } from '../ledger/ledger-shelf.js';
import type { OpeningEntry } from '../ledger/visit-ledger.js';
import { converse, type ShopServices } from './conversation.js';
import type { FileDesk } from './file-desk.js';
import { Visit } from './visit.js';

export interface VisitDeskOptions {
  readonly shop: Signer;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly shelf: LedgerShelf;
  readonly organisation: () => Organisation | undefined;
  /** Hands a payload to the stream; `false` when there is no room until `drained`. */
  readonly send: (visit: RandomId, payload: StreamPayload) => boolean;
  readonly refuseVisit: (visit: RandomId) => void;
  /** First entry of the visit's ledger. */
  readonly opening: (offer: VisitOffer, certificate: ExpertCertificate) => OpeningEntry;
  readonly files: () => FileDesk;
  readonly services: (visit: Visit, files: FileDesk) => ShopServices;
  readonly trouble: (sentence: string) => void;
  readonly changed: () => void;
  /** The visit is over: `why` for the ledger. A job goes on without it. */
  readonly ended: (visit: RandomId, why: string) => void;
}

/** The one visit of this shop: whom it lets in, what it hears, what it says. */
export class VisitDesk {
  private visit: Visit | undefined;
  private online = false;
  private opening: Promise<void> = Promise.resolve();
  /** What waits for room in the stream, oldest first; telemetry never waits. */
  private outbox: StreamPayload[] = [];

  constructor(private readonly options: VisitDeskOptions) {}

  get current(): Visit | undefined {
    return this.visit;
  }

  /** Somebody is recorded: the ledger of the visit takes entries. */
  get recorded(): boolean {
    return this.visit?.options.ledger.recording === true;
  }

  banner(): VisitBanner | null {
    if (!this.visit) return null;
    const { id, certificate } = this.visit.options;
    const { name: expert, organisation, effects } = certificate;
    return { id, expert, organisation, effects, online: this.online };
  }

  authority(): Fact<Authority> {
    const { visit, options } = this;
    if (!visit) return unknown('no expert is connected');
    const { certificate } = visit.options;
    const now = options.clock.now();
    const remaining = certificate.exp * 1000 - options.clock.wall();
    return known(
      {
        key: certificate.sub,
        countersigner: null,
        expert: certificate.name,
        organisation: certificate.organisation,
        pinnedRoot: certificate.iss === options.organisation()?.thumbprint,
        effects: certificate.effects,
        makes: certificate.makes,
        validUntil: (now + remaining) as typeof now,
        revoked: false,
      },
      now,
      'the expert’s certificate',
    );
  }

  /** Live values are left out while older words wait for room: the next ones are newer. */
  say(body: ShopBody): void {
    const late = this.outbox.length > 0 && (body.kind === 'voltage' || body.kind === 'ledger');
    if (!late) this.visit?.say(body);
  }

  /** Settles when the expert was let in or not; what arrives meanwhile waits. */
  opened(offer: VisitOffer): Promise<void> {
    this.opening = this.opening.then(() => this.admit(offer));
    return this.opening;
  }

  presence(visit: RandomId, online: boolean): void {
    if (this.visit?.options.id !== visit) return;
    this.online = online;
    this.options.changed();
  }

  streamOpened(visit: RandomId): void {
    if (this.visit?.options.id !== visit) return;
    this.outbox = [];
    this.visit.restart();
  }

  async payload(visit: RandomId, payload: StreamPayload): Promise<void> {
    await this.opening;
    if (this.visit?.options.id === visit) await this.visit.hear(payload);
  }

  drained(visit: RandomId): void {
    if (this.visit?.options.id !== visit) return;
    while (this.outbox[0] && this.options.send(visit, this.outbox[0])) this.outbox.shift();
  }

  /** The visit ends, whoever ended it. */
  close(visit: RandomId, why: string): void {
    if (this.visit?.options.id !== visit) return;
    this.visit = undefined;
    this.online = false;
    this.options.ended(visit, why);
    this.options.changed();
  }

  private async admit(offer: VisitOffer): Promise<void> {
    if (this.visit?.options.id === offer.visit) return;
    const { options } = this;
    if (this.visit) {
      options.trouble(`Visit ${offer.visit} was refused: ${this.visit.options.certificate.name} is connected already.`);
      options.refuseVisit(offer.visit);
      return;
    }
    const organisation = options.organisation();
    const roots = organisation ? keysOf(organisation.root) : keysOf();
    const verified = await verifyCertificate(offer.certificate, roots, options.clock.wall());
    const certificate = verified.ok ? verified.value : undefined;
    if (!certificate || certificate.sub !== offer.expert) {
      options.trouble(
        `An expert was not let in: ${verified.ok ? 'the certificate belongs to another key' : verified.error.sentence}.`,
      );
      options.refuseVisit(offer.visit);
      return;
    }
    const ledger = options.shelf.take(offer.visit, options.opening(offer, certificate));
    if (!ledger.ok || !ledger.value.recording) {
      options.trouble(ledger.ok ? `Visit ${offer.visit} was closed here before; open a new one.` : ledger.error);
      options.refuseVisit(offer.visit);
      return;
    }
    this.begin(offer, certificate, ledger.value);
  }

  private begin(offer: VisitOffer, certificate: ExpertCertificate, ledger: Visit['options']['ledger']): void {
    const { shop, clock, chance, files: newFiles, services, changed } = this.options;
    const files = newFiles();
    const visit: Visit = new Visit({
      id: offer.visit,
      caseId: offer.case,
      certificate,
      shop,
      clock,
      chance,
      ledger,
      send: (payload) => this.send(offer.visit, payload),
      handle: (body, say) => converse(body, services(visit, files), say),
      handleChunk: (chunk) => files.chunk(chunk),
    });
    this.visit = visit;
    this.online = true;
    changed();
  }

  private send(visit: RandomId, payload: StreamPayload): void {
    if (this.outbox.length === 0 && this.options.send(visit, payload)) return;
    if (this.outbox.length < MOST_WAITING) this.outbox.push(payload);
    else this.options.trouble('The expert’s connection takes nothing more; what the shop says waits for a new one.');
  }
}

/** Answers that wait for a clogged stream; beyond it the expert has to say hello again. */
const MOST_WAITING = 1024;
