import type { Plan, PublicJwk, Refusal, RunReport } from '@baylink/contracts';
import { err, fromHex, ok, type Result } from '@baylink/kernel';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { Identity } from '../session/identity.js';
import { useServices } from '../session/services.js';
import type { StagedFile, VisitLine } from '../session/visit-line.js';
import type { RequestOutcome } from './scan/request-log.js';
import { newVisit, type VisitInput, type VisitModel, visitStep } from './visit-model.js';

/** What the page can ask for. Each settles once, with the shop's answer or its refusal. */
export interface VisitActions {
  scan(): Promise<void>;
  /** One UDS request, logged; `unit` undefined sends it to all units. `bytes` in lower-case hex. */
  request(unit: number | undefined, bytes: string): Promise<RequestOutcome>;
  stage(file: StagedFile, onProgress: (held: number, size: number) => void): Promise<Result<void, Refusal>>;
  offer(plan: Plan, waiting: (sentence: string) => void): Promise<Result<RunReport, Refusal>>;
  /** The answer is the shop's sentence: what stopping means at this point of the job. */
  stop(job: string): Promise<Result<string, Refusal>>;
  samePhrase(job: string, phrase: string): Promise<Result<string, Refusal>>;
  close(): Promise<void>;
}

const ENDED: Refusal = { rule: 'CONSOLE', sentence: 'The visit is not open on this page any more. Open it again.' };

export function useVisitLine(
  visit: { readonly id: string; readonly shop: PublicJwk },
  identity: Identity,
): { model: VisitModel; actions: VisitActions } {
  const { openLine } = useServices();
  const [model, tell] = useReducer(visitStep, newVisit);
  const line = useRef<VisitLine>(undefined);
  const { id, shop } = visit;
  const { x } = shop;
  useEffect(() => {
    const opened = openLine({ id, shop: { kty: 'OKP', crv: 'Ed25519', x } }, identity);
    line.current = opened;
    const silence = opened.listen(tell);
    return () => {
      silence();
      opened.leave();
      line.current = undefined;
    };
  }, [openLine, id, x, identity]);
  const actions = useMemo(() => visitActions(() => line.current, tell), []);
  return { model, actions };
}

function visitActions(current: () => VisitLine | undefined, tell: (input: VisitInput) => void): VisitActions {
  let nextKey = 0;
  return {
    async scan() {
      tell({ kind: 'scan-asked' });
      const scan = (await current()?.scan()) ?? err(ENDED);
      tell(scan.ok ? { kind: 'scan-done', scan: scan.value } : { kind: 'scan-refused', refusal: scan.error });
    },
    async request(unit, bytes) {
      const key = nextKey++;
      const log = (outcome: RequestOutcome) => {
        tell({ kind: 'request', record: { key, unit, bytes, outcome } });
        return outcome;
      };
      log({ state: 'asked' });
      const answers = (await current()?.request(unit, fromHex(bytes) ?? new Uint8Array())) ?? err(ENDED);
      return log(
        answers.ok ? { state: 'answered', answers: answers.value } : { state: 'refused', refusal: answers.error },
      );
    },
    stage: async (file, onProgress) => (await current()?.stage(file, onProgress)) ?? err(ENDED),
    async offer(plan, waiting) {
      const offered = (await current()?.offerPlan(plan, waiting)) ?? err(ENDED);
      if (!offered.ok) return offered;
      tell({ kind: 'offered', ...offered.value });
      return ok(offered.value.run);
    },
    stop: async (job) => (await current()?.stop(job)) ?? err(ENDED),
    samePhrase: async (job, phrase) => (await current()?.sendPhrase(job, phrase)) ?? err(ENDED),
    async close() {
      await current()?.close();
    },
  };
}
