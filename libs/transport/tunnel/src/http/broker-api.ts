import {
  blobStored,
  type CaseView,
  type Countersigned,
  type CountersigningDecline,
  type CountersigningRefusal,
  type CountersigningRequest,
  type CountersigningView,
  caseList,
  caseView,
  countersigningList,
  countersigningView,
  digestHex,
  type NewCase,
  pairingView,
  type RandomId,
  type Sha256Hex,
  ticket,
  type VisitView,
  visitView,
} from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { z } from 'zod';
import type { HttpRequest } from './exchange.js';
import type { HttpFailure } from './failure.js';
import { PublicApi } from './public-api.js';
import { type Party, Session } from './session.js';

export type PairingView = z.infer<typeof pairingView>;
type Question = Omit<HttpRequest, 'bearer'>;

/** The broker's HTTP for one party, signed in as long as it is used. */
export class BrokerApi extends PublicApi {
  private readonly session: Session;

  constructor(url: string, party: Party, clock: Pick<Clock, 'wall'>, fetch?: typeof globalThis.fetch) {
    super(url, fetch);
    this.session = new Session(this.exchange, party, clock);
  }

  /** Signs in now rather than with the first question. */
  async signIn(): Promise<Result<void, HttpFailure>> {
    const token = await this.session.token();
    return token.ok ? ok() : token;
  }

  /** One use, 30 s, for the first message of a socket. */
  async ticket(): Promise<Result<string, HttpFailure>> {
    const made = await this.ask({ method: 'POST', path: '/v1/tickets' }, ticket);
    return made.ok ? ok(made.value.ticket) : made;
  }

  pairing(userCode: string): Promise<Result<PairingView, HttpFailure>> {
    return this.ask({ method: 'GET', path: `/v1/pairings/${encodeURIComponent(userCode)}` }, pairingView);
  }

  approvePairing(userCode: string): Promise<Result<PairingView, HttpFailure>> {
    return this.ask({ method: 'POST', path: `/v1/pairings/${encodeURIComponent(userCode)}/approve` }, pairingView);
  }

  openCase(content: NewCase): Promise<Result<CaseView, HttpFailure>> {
    return this.ask({ method: 'POST', path: '/v1/cases', body: { json: content } }, caseView);
  }

  async cases(): Promise<Result<readonly CaseView[], HttpFailure>> {
    const list = await this.ask({ method: 'GET', path: '/v1/cases' }, caseList);
    return list.ok ? ok(list.value.cases) : list;
  }

  case(id: RandomId): Promise<Result<CaseView, HttpFailure>> {
    return this.ask({ method: 'GET', path: `/v1/cases/${encodeURIComponent(id)}` }, caseView);
  }

  closeCase(id: RandomId): Promise<Result<CaseView, HttpFailure>> {
    return this.ask({ method: 'POST', path: `/v1/cases/${encodeURIComponent(id)}/close` }, caseView);
  }

  openVisit(caseId: RandomId): Promise<Result<VisitView, HttpFailure>> {
    return this.ask({ method: 'POST', path: `/v1/cases/${encodeURIComponent(caseId)}/visits` }, visitView);
  }

  visit(id: RandomId): Promise<Result<VisitView, HttpFailure>> {
    return this.ask({ method: 'GET', path: `/v1/visits/${encodeURIComponent(id)}` }, visitView);
  }

  closeVisit(id: RandomId): Promise<Result<VisitView, HttpFailure>> {
    return this.ask({ method: 'POST', path: `/v1/visits/${encodeURIComponent(id)}/close` }, visitView);
  }

  /** Shows a signed plan to the colleagues of this expert. */
  askCountersignature(
    plan: Sha256Hex,
    request: CountersigningRequest,
  ): Promise<Result<CountersigningView, HttpFailure>> {
    return this.ask({ method: 'PUT', path: countersigningPath(plan), body: { json: request } }, countersigningView);
  }

  /** Plans of this organisation that wait for a second expert, or have one. */
  async countersigning(): Promise<Result<readonly CountersigningView[], HttpFailure>> {
    const list = await this.ask({ method: 'GET', path: '/v1/countersigning' }, countersigningList);
    return list.ok ? ok(list.value.requests) : list;
  }

  countersigningOf(plan: Sha256Hex): Promise<Result<CountersigningView, HttpFailure>> {
    return this.ask({ method: 'GET', path: countersigningPath(plan) }, countersigningView);
  }

  countersign(plan: Sha256Hex, signed: Countersigned): Promise<Result<CountersigningView, HttpFailure>> {
    return this.ask({ method: 'POST', path: countersigningPath(plan), body: { json: signed } }, countersigningView);
  }

  /** Says no to a colleague's plan; nobody can countersign it any more. */
  declineCountersigning(plan: Sha256Hex, reason: string): Promise<Result<CountersigningView, HttpFailure>> {
    const json: CountersigningDecline = { reason: reason.slice(0, 1000) };
    return this.ask(
      { method: 'POST', path: `${countersigningPath(plan)}/decline`, body: { json } },
      countersigningView,
    );
  }

  /** What the shop said to a countersignature that it did not take: whoever signed it sees it. */
  refuseCountersignature(
    plan: Sha256Hex,
    { signed, sentence }: CountersigningRefusal,
  ): Promise<Result<CountersigningView, HttpFailure>> {
    const json: CountersigningRefusal = { signed, sentence: sentence.slice(0, 1000) };
    return this.ask({ method: 'PUT', path: `${countersigningPath(plan)}/refusal`, body: { json } }, countersigningView);
  }

  /** The evidence file of a visit, for `baylink verify`. */
  evidence(visit: RandomId): Promise<Result<string, HttpFailure>> {
    const path = `/v1/visits/${encodeURIComponent(visit)}/evidence`;
    return this.signedIn((bearer) => this.exchange.text({ method: 'GET', path, bearer }));
  }

  /** Stores bytes under their digest; the broker answers with what it stored. */
  async putBlob(bytes: Uint8Array): Promise<Result<Sha256Hex, HttpFailure>> {
    const sha256 = digestHex(bytes);
    const stored = await this.ask({ method: 'PUT', path: `/v1/blobs/${sha256}`, body: { bytes } }, blobStored);
    if (!stored.ok) return stored;
    const { sha256: theirs, size } = stored.value;
    return theirs === sha256 && size === bytes.length ? ok(sha256) : err(wrongBlob(sha256));
  }

  /** Fetches bytes by their digest and checks them against it. */
  async blob(sha256: Sha256Hex): Promise<Result<Uint8Array, HttpFailure>> {
    const path = `/v1/blobs/${encodeURIComponent(sha256)}`;
    const bytes = await this.signedIn((bearer) => this.exchange.bytes({ method: 'GET', path, bearer }));
    if (!bytes.ok) return bytes;
    return digestHex(bytes.value) === sha256 ? bytes : err(wrongBlob(sha256));
  }

  private ask<T>(question: Question, schema: z.ZodType<T>): Promise<Result<T, HttpFailure>> {
    return this.signedIn((bearer) => this.exchange.json({ ...question, bearer }, schema));
  }

  /** A token that the broker no longer knows (it was restarted, clocks differ) is replaced once. */
  private async signedIn<T>(
    request: (bearer: string) => Promise<Result<T, HttpFailure>>,
  ): Promise<Result<T, HttpFailure>> {
    const token = await this.session.token();
    if (!token.ok) return token;
    const answer = await request(token.value);
    if (answer.ok || answer.error.kind !== 'refused' || answer.error.status !== 401) return answer;
    this.session.forget();
    const fresh = await this.session.token();
    return fresh.ok ? request(fresh.value) : fresh;
  }
}

const countersigningPath = (plan: Sha256Hex): string => `/v1/countersigning/${encodeURIComponent(plan)}`;

const wrongBlob = (sha256: Sha256Hex): HttpFailure => ({
  kind: 'not-understood',
  sentence: `the broker holds other bytes under ${sha256}; store the file again`,
});
