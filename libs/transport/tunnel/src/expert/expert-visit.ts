import {
  digestHex,
  newId,
  type Plan,
  type RandomId,
  type Refusal,
  type Scan,
  type Sha256Hex,
  type UnitFinding,
  type VehicleAnswer,
} from '@baylink/contracts';
import { hex, ok, type Result } from '@baylink/kernel';
import { expectKind, sentenceOf } from './answers.js';
import type { OfferedPlan, Question, StagedFile } from './events.js';
import { offerPlan } from './plan-offer.js';
import { ScannedUnits } from './scanned-units.js';
import { stageFile } from './staging.js';
import { VisitConnection } from './visit-connection.js';

/** What an expert does in a visit. Every verb waits for the shop's welcome and settles once. */
export class ExpertVisit extends VisitConnection {
  /** Every unit, its identification and its trouble codes; `onUnit` hears each as it is found. */
  async scan(onUnit: (unit: UnitFinding) => void = () => {}): Promise<Result<Scan, Refusal>> {
    const id = newId(this.options.chance);
    const units = new ScannedUnits(id, onUnit);
    const stop = this.listen((event) => units.hear(event));
    const answer = expectKind(await this.askAs(id, { kind: 'scan' }), 'scan');
    stop();
    return answer.ok ? ok(units.complete(answer.value.scan)) : answer;
  }

  /** One UDS request to one unit, or to all of them. */
  async request(unit: number | undefined, bytes: Uint8Array): Promise<Result<readonly VehicleAnswer[], Refusal>> {
    const question: Question = { kind: 'request', bytes: hex(bytes), ...(unit === undefined ? {} : { unit }) };
    const answer = expectKind(await this.ask(question), 'request');
    return answer.ok ? ok(answer.value.answers) : answer;
  }

  /** Brings a file to the shop; only what it does not hold yet is sent. `onProgress` in bytes that the shop has. */
  stage(file: StagedFile, onProgress: (held: number, size: number) => void = () => {}): Promise<Result<void, Refusal>> {
    return stageFile(file, digestHex(file.bytes), onProgress, {
      announce: async (question) => expectKind(await this.ask(question), 'file'),
      ...this.payloads,
    });
  }

  /** See `offerPlan`. */
  offerPlan(
    plan: Plan,
    waiting?: (sentence: string, digest: Sha256Hex) => void,
  ): Promise<Result<OfferedPlan, Refusal>> {
    return offerPlan(plan, { ...this.options, ask: (question) => this.ask(question) }, waiting);
  }

  async stop(job: RandomId): Promise<Result<string, Refusal>> {
    return sentenceOf(await this.ask({ kind: 'stop', job }));
  }

  /** Tells the shop which phrase this expert sees. */
  async sendPhrase(job: RandomId, phrase: string): Promise<Result<string, Refusal>> {
    return sentenceOf(await this.ask({ kind: 'phrase', job, phrase }));
  }

  /** Ends the visit at the shop, which closes its ledger. */
  async close(): Promise<Result<string, Refusal>> {
    return sentenceOf(await this.ask({ kind: 'close' }));
  }
}
