import { type CountersigningView, countersignView, type Signer, signerFromKey } from '@baylink/contracts';
import { type Clock, err, ok, type Result } from '@baylink/kernel';
import { type HttpFailure, PublicApi, BrokerApi as TunnelApi } from '@baylink/transport-tunnel/http';
import { asSentence } from '../ui/as-sentence.js';
import type { BrokerApi } from './broker-api.js';
import type { Identity } from './identity.js';

type State =
  | { readonly kind: 'out' }
  | { readonly kind: 'in'; readonly api: TunnelApi; readonly signer: Signer; readonly certificate: string };

const SIGNED_OUT = 'You are not signed in on this page. Sign in first.';

/** The broker behind this page's own origin. */
export class HttpBrokerApi implements BrokerApi {
  private state: State = { kind: 'out' };
  private readonly open: PublicApi;

  constructor(
    private readonly origin: string,
    private readonly clock: Pick<Clock, 'wall'>,
  ) {
    this.open = new PublicApi(origin);
  }

  readonly enrol: BrokerApi['enrol'] = async (jwk, name) => told(await this.open.enrol(jwk, name));
  readonly enrolment: BrokerApi['enrolment'] = async (code) => told(await this.open.enrolment(code));

  async signIn(identity: Identity): Promise<Result<void, string>> {
    const { key, jwk, certificate } = identity;
    const signer = signerFromKey(key, jwk);
    const party = {
      role: 'expert',
      signer,
      ...(certificate === null ? {} : { certificate }),
    } as const;
    const api = new TunnelApi(this.origin, party, this.clock);
    const signed = await api.signIn();
    if (signed.ok) this.state = { kind: 'in', api, signer, certificate: certificate ?? '' };
    return told(signed);
  }

  signOut(): void {
    this.state = { kind: 'out' };
  }

  readonly cases: BrokerApi['cases'] = () => this.ask((api) => api.cases());
  readonly pairing: BrokerApi['pairing'] = (userCode) => this.ask((api) => api.pairing(userCode));
  readonly openVisit: BrokerApi['openVisit'] = (caseId) => this.ask((api) => api.openVisit(caseId));

  async approvePairing(userCode: string): Promise<Result<void, string>> {
    const approved = await this.ask((api) => api.approvePairing(userCode));
    return approved.ok ? ok() : approved;
  }

  readonly countersigning: BrokerApi['countersigning'] = () => this.ask((api) => api.countersigning());

  async countersign(view: CountersigningView): Promise<Result<void, string>> {
    if (this.state.kind === 'out') return err(SIGNED_OUT);
    const { api, signer, certificate } = this.state;
    const signed = await countersignView(view, { signer, certificate }, this.clock.wall());
    if (!signed.ok) return err(asSentence(signed.error));
    const sent = await this.ask(() => api.countersign(view.plan, signed.value));
    return sent.ok ? ok() : sent;
  }

  readonly decline: BrokerApi['decline'] = async (plan, reason) => {
    const said = await this.ask((api) => api.declineCountersigning(plan, reason));
    return said.ok ? ok() : said;
  };

  /** For sockets, which ask for tickets of their own. Nothing but the pages behind the sign-in calls it. */
  signedIn(): TunnelApi {
    if (this.state.kind === 'out') throw new Error('a visit was opened before the sign-in');
    return this.state.api;
  }

  private async ask<T>(question: (api: TunnelApi) => Promise<Result<T, HttpFailure>>): Promise<Result<T, string>> {
    return this.state.kind === 'in' ? told(await question(this.state.api)) : err(SIGNED_OUT);
  }
}

function told<T>(result: Result<T, HttpFailure>): Result<T, string> {
  return result.ok ? result : err(asSentence(result.error.sentence));
}
