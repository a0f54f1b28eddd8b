import { err, ok, type Result } from '@baylink/kernel';
import type { BayActions } from '../../src/bay/bay-actions.js';
import type { BayState } from '../../src/bay/bay-state.js';

type Call = Exclude<keyof BayActions, 'state' | 'watch'>;

/** A shop client that shows what the test says, and writes down what it is asked for. */
export class ScriptedBay implements BayActions {
  readonly heard: { readonly call: Call; readonly given: unknown }[] = [];
  /** Sentences with which calls are refused. */
  readonly refusals = new Map<Call, string>();
  private readonly watchers = new Set<() => void>();

  constructor(private current: BayState) {}

  state(): BayState {
    return this.current;
  }

  show(change: Partial<BayState>): void {
    this.current = { ...this.current, ...change };
    for (const tell of this.watchers) tell();
  }

  watch(run: () => void): () => void {
    this.watchers.add(run);
    return () => this.watchers.delete(run);
  }

  given(call: Call): unknown[] {
    return this.heard.filter((entry) => entry.call === call).map(({ given }) => given);
  }

  startPairing = async () => this.answer('startPairing', undefined);
  confirmPairing = async (fingerprint: string) => this.answer('confirmPairing', fingerprint);
  closeCase = async () => this.answer('closeCase', undefined);
  allowActiveTests = (allowed: boolean) => this.answer('allowActiveTests', allowed);
  signAgreement = async (agreement: unknown) => this.answer('signAgreement', agreement);
  acknowledge = async (agreed: unknown) => this.answer('acknowledge', agreed);
  confirmResult = async (job: string) => this.answer('confirmResult', job);

  async openCase(intake: unknown): Promise<Result<{ id: string }, string>> {
    const answer = this.answer('openCase', intake);
    return answer.ok ? ok({ id: 'caseOfTheSample0000001' }) : answer;
  }

  stop(job: string): Result<string, string> {
    const answer = this.answer('stop', job);
    return answer.ok ? ok('The technician has asked to stop. It goes on until the unit is whole.') : answer;
  }

  private answer(call: Call, given: unknown): Result<void, string> {
    this.heard.push({ call, given });
    const refusal = this.refusals.get(call);
    return refusal === undefined ? ok() : err(refusal);
  }
}
