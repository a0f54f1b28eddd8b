import type { NewCase } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { AGREEMENTS } from '../agreements/agreements.table.js';
import type { ShopParts } from '../shop-parts.js';
import type { BayActions } from './bay-actions.js';
import type { BayState } from './bay-state.js';
import type { HeldLongEnough } from './hold.js';
import type { SignAgreement } from './requests.js';

/** The technician's side of the shop client: what the screen shows, and what a press of a button does. */
export class BayDesk implements BayActions {
  constructor(private readonly parts: ShopParts) {}

  state(): BayState {
    const { settings, signer, pairing, vehicle, cases, visits, agreements, jobs, alarms, voltage } = this.parts;
    const { profile } = settings;
    const open = cases.open;
    return {
      shop: { name: settings.name, thumbprint: signer.thumbprint },
      broker: this.broker(),
      pairing: pairing.view(),
      link: vehicle.isUp
        ? {
            kind: settings.link.kind,
            state: 'open',
            sentence: 'The vehicle link is open.',
            abilities: vehicle.abilities,
          }
        : { kind: settings.link.kind, state: 'lost', sentence: vehicle.lost, abilities: [] },
      vehicle: { profile: profile.name, make: profile.make, vin: cases.vin },
      voltage: {
        ...voltage.reading(profile.voltage.maxAge),
        band: { low: profile.voltage.low, high: profile.voltage.high },
      },
      case: open ? { id: open.id, complaint: open.intake.complaint } : null,
      visit: visits.banner(),
      activeTests: cases.activeTests,
      scan: cases.scan,
      agreements: AGREEMENTS.map((text) => ({ ...text, signedBy: agreements.signedBy(text.id, text.version) })),
      runs: jobs.runs(),
      alarms: alarms.all(),
      ledger: this.ledger()?.tail() ?? [],
    };
  }

  watch(run: () => void): () => void {
    return this.parts.watch(run);
  }

  startPairing(): Promise<Result<void, string>> {
    return this.parts.pairing.start();
  }

  async confirmPairing(fingerprint: string): Promise<Result<void, string>> {
    const confirmed = await this.parts.pairing.confirm(fingerprint);
    if (confirmed.ok) this.parts.tunnel.start();
    return confirmed;
  }

  async openCase(intake: NewCase): Promise<Result<{ id: string }, string>> {
    const { pairing, cases, api, changed } = this.parts;
    if (!pairing.organisation) return err('This shop is not paired with an organisation yet; start the pairing first.');
    if (cases.open) return err(`The case "${cases.open.intake.complaint}" is open; close it before you open another.`);
    const opened = await api.openCase(intake);
    if (!opened.ok) return err(opened.error.sentence);
    await cases.begin(opened.value.id, intake);
    changed();
    return ok({ id: opened.value.id });
  }

  async closeCase(): Promise<Result<void, string>> {
    const { cases, api, jobs, changed } = this.parts;
    const open = cases.open;
    if (!open) return err('No case is open.');
    if (jobs.running()) return err('A write job of this case has not ended; a case is closed after it.');
    const closed = await api.closeCase(open.id);
    if (!closed.ok) return err(closed.error.sentence);
    await cases.end();
    changed();
    return ok();
  }

  allowActiveTests(allowed: boolean): Result<void, string> {
    const { cases, visits, changed } = this.parts;
    if (!visits.current) return err('Active tests are allowed for one visit, and no expert is connected.');
    cases.activeTests = allowed;
    this.note('active tests', allowed ? 'allowed by the technician' : 'no longer allowed');
    changed();
    return ok();
  }

  async signAgreement(agreement: SignAgreement): Promise<Result<void, string>> {
    const { name, ...reference } = agreement;
    const signed = await this.parts.agreements.sign(reference, name);
    if (!signed.ok) return signed;
    this.ledger()?.record({ kind: 'agreement', data: { ...reference, by: name } });
    this.parts.jobs.tick();
    this.parts.changed();
    return ok();
  }

  async acknowledge(held: HeldLongEnough): Promise<Result<void, string>> {
    const agreed = await this.parts.jobs.acknowledge(held);
    if (!agreed.ok) return agreed;
    const { phrase, token, voltage, grade, plan } = agreed.value;
    const data = { job: held.job, plan, token, phrase, millivolts: voltage, backupGrade: grade };
    this.ledger()?.record({ kind: 'acknowledgement', data });
    return ok();
  }

  confirmResult(job: string): Promise<Result<void, string>> {
    return this.parts.jobs.confirm(job);
  }

  stop(job: string): Result<string, string> {
    this.note('stop', `asked for by the technician, job ${job}`);
    return this.parts.jobs.stop(job, 'technician');
  }

  private broker(): BayState['broker'] {
    const { settings, pairing, connection } = this.parts;
    const url = settings.broker;
    if (!pairing.organisation)
      return { url, state: 'not-paired', sentence: 'This shop is not paired with an organisation yet.' };
    const now = connection();
    switch (now.state) {
      case 'open':
        return { url, state: 'online', sentence: 'Connected.' };
      case 'connecting':
        return { url, state: 'connecting', sentence: 'Connecting.' };
      case 'waiting':
        return {
          url,
          state: 'offline',
          sentence: `${now.sentence}. It is tried again in ${Math.ceil(now.wait / 1000)} s; a job that runs goes on.`,
        };
      case 'stopped':
        return { url, state: 'offline', sentence: 'Not connected.' };
    }
  }

  private note(topic: string, sentence: string): void {
    this.ledger()?.record({ kind: 'note', data: { topic, sentence } });
  }

  private ledger() {
    return this.parts.visits.current?.options.ledger;
  }
}
