import { setTimeout as pause } from 'node:timers/promises';
import type { BayState, RunView } from './bay-state.js';

/** How long the button is held: a little more than the three seconds that are asked for. */
const HOLD_MS = 3_200;
const BEAT_MS = 200;
const LOOK_MS = 150;

/** The page was not heard of in time while the button was down: of a busy machine, not of the technician. */
const UNHEARD = /silent for|press of the button has ended/;

/** The bay screen said no; its own sentence. */
export class BayRefusal extends Error {}

/** The technician at the bay screen: does over loopback exactly what the page does when its buttons are pressed. */
export class Technician {
  private readonly origin: string;
  private readonly token: string;

  /** `link` is what the shop client prints: address, and token in the fragment. */
  constructor(
    link: string,
    private readonly see: (state: BayState) => void = () => undefined,
  ) {
    const url = new URL(link);
    this.origin = url.origin;
    this.token = url.hash.slice(1);
  }

  async look(): Promise<BayState> {
    const state = (await this.call('GET', '/api/state')) as BayState;
    this.see(state);
    return state;
  }

  /** Looks until `passes` gives something, `patience` ms at most; then rejects with what was waited for. */
  async until<T>(passes: (state: BayState) => T | undefined, what: string, patience: number): Promise<T> {
    const end = performance.now() + patience;
    let last: BayState | undefined;
    while (performance.now() < end) {
      last = await this.look();
      const found = passes(last);
      if (found !== undefined) return found;
      await pause(LOOK_MS);
    }
    const run = last?.runs[0]?.report;
    throw new Error(
      `${what} did not happen within ${patience / 1000} s${run ? `; the job is in ${run.state}: ${run.sentence}` : ''}`,
    );
  }

  startPairing = (): Promise<unknown> => this.call('POST', '/api/pairing/start', {});
  confirmPairing = (fingerprint: string): Promise<unknown> =>
    this.call('POST', '/api/pairing/confirm', { fingerprint });
  closeCase = (): Promise<unknown> => this.call('POST', '/api/cases/close', {});
  confirm = (job: string): Promise<unknown> => this.call('POST', '/api/confirm', { job });
  stop = (job: string): Promise<unknown> => this.call('POST', '/api/stop', { job });

  async openCase(complaint: string, vin: string): Promise<string> {
    const vehicle = { make: 'baylink', model: 'sample car', year: 2024, vin };
    const opened = (await this.call('POST', '/api/cases', { vehicle, complaint })) as { id: string };
    return opened.id;
  }

  /** Reads and signs everything that the shop asks for. */
  async signAgreements(name: string): Promise<readonly string[]> {
    const { agreements } = await this.look();
    for (const { id, version, sha256 } of agreements)
      await this.call('POST', '/api/agreements', { id, version, sha256, name });
    return agreements.map(({ title }) => title);
  }

  /** Holds the button for this plan; `ms` shorter than three seconds is a change of mind. Rejects with the shop's sentence. */
  async hold({ report }: RunView, ms = HOLD_MS, planDigest = report.planDigest): Promise<void> {
    const { hold } = (await this.call('POST', '/api/hold/start', { job: report.job, planDigest })) as { hold: string };
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await pause(BEAT_MS);
      await this.call('POST', '/api/hold/beat', { hold });
    }
    await this.call('POST', '/api/hold/end', { hold });
  }

  /** Holds the button, and again when the shop heard nothing of it for too long, as its sentence asks. */
  async holdAgain(run: RunView, tries = 5): Promise<void> {
    for (let left = tries; ; left -= 1) {
      try {
        return await this.hold(run);
      } catch (reason) {
        if (left <= 1 || !(reason instanceof BayRefusal) || !UNHEARD.test(reason.message)) throw reason;
      }
    }
  }

  private async call(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown> {
    const response = await this.reach(path, {
      method,
      headers: { 'x-baylink-bay': this.token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return answer;
    const sentence =
      typeof answer === 'object' && answer !== null && 'sentence' in answer ? String(answer.sentence) : '';
    throw new BayRefusal(sentence || `the bay screen answered ${path} with status ${response.status}`);
  }

  private async reach(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(new URL(path, this.origin), init);
    } catch {
      throw new Error(`the bay screen at ${this.origin} cannot be reached; the shop client has ended`);
    }
  }
}
