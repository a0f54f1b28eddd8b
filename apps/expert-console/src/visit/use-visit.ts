import type { Plan, Refusal, RunReport } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { useEffect, useMemo, useReducer, useRef } from 'react';
import type { Identity } from '../session/identity.js';
import { useServices } from '../session/services.js';
import type { FileToSend, VisitLine } from '../session/visit-line.js';
import type { RequestOutcome } from './scan/request-log.js';
import { newVisit, type VisitInput, type VisitModel, visitStep } from './visit-model.js';

/** What the page can ask for. Each settles once, with the shop's answer or its refusal. */
export interface VisitActions {
  scan(): Promise<void>;
  /** One UDS request, logged; `unit` undefined sends it to all units. `bytes` in lower-case hex. */
  request(unit: number | undefined, bytes: string): Promise<RequestOutcome>;
  sendFile(file: FileToSend, progress: (sent: number) => void): Promise<Result<void, Refusal>>;
  offer(plan: Plan): Promise<Result<RunReport, Refusal>>;
  /** The answer is the shop's sentence: what stopping means at this point of the job. */
  stop(job: string): Promise<Result<string, Refusal>>;
  samePhrase(job: string, phrase: string): Promise<Result<string, Refusal>>;
  close(): Promise<void>;
}

const ENDED: Refusal = { rule: 'CONSOLE', sentence: 'The visit is not open on this page any more. Open it again.' };
const STRANGE: Refusal = {
  rule: 'CONSOLE',
  sentence: 'The shop answered with something else than was asked. Close the visit and open it again.',
};

export function useVisitLine(
  visit: { readonly id: string; readonly shop: string },
  identity: Identity,
): { model: VisitModel; actions: VisitActions } {
  const { openLine } = useServices();
  const [model, tell] = useReducer(visitStep, newVisit);
  const line = useRef<VisitLine>(undefined);
  const { id, shop } = visit;
  useEffect(() => {
    const opened = openLine({ id, shop }, identity);
    line.current = opened;
    const silence = opened.listen(tell);
    return () => {
      silence();
      opened.close();
      line.current = undefined;
    };
  }, [openLine, id, shop, identity]);
  const actions = useMemo(() => visitActions(() => line.current, tell), []);
  return { model, actions };
}

function visitActions(current: () => VisitLine | undefined, tell: (input: VisitInput) => void): VisitActions {
  let nextKey = 0;
  const sentenceOf = async (question: Parameters<VisitLine['ask']>[0]): Promise<Result<string, Refusal>> => {
    const answer = (await current()?.ask(question)) ?? err(ENDED);
    if (!answer.ok) return answer;
    return answer.value.kind === 'done' ? ok(answer.value.sentence) : err(STRANGE);
  };
  return {
    async scan() {
      tell({ kind: 'scan-asked' });
      const answer = (await current()?.ask({ kind: 'scan' })) ?? err(ENDED);
      if (!answer.ok) tell({ kind: 'scan-refused', refusal: answer.error });
      else if (answer.value.kind === 'scan') tell({ kind: 'scan-done', scan: answer.value.scan });
      else tell({ kind: 'scan-refused', refusal: STRANGE });
    },
    async request(unit, bytes) {
      const key = nextKey++;
      const log = (outcome: RequestOutcome) => {
        tell({ kind: 'request', record: { key, unit, bytes, outcome } });
        return outcome;
      };
      log({ state: 'asked' });
      const question = { kind: 'request', bytes, ...(unit === undefined ? {} : { unit }) } as const;
      const answer = (await current()?.ask(question)) ?? err(ENDED);
      if (!answer.ok) return log({ state: 'refused', refusal: answer.error });
      if (answer.value.kind !== 'request') return log({ state: 'refused', refusal: STRANGE });
      return log({ state: 'answered', answers: answer.value.answers });
    },
    async sendFile(file, progress) {
      return (await current()?.sendFile(file, progress)) ?? err(ENDED);
    },
    async offer(plan) {
      const offered = (await current()?.offer(plan)) ?? err(ENDED);
      if (!offered.ok) return offered;
      tell({ kind: 'offered', ...offered.value });
      return ok(offered.value.run);
    },
    stop: (job) => sentenceOf({ kind: 'stop', job }),
    samePhrase: (job, phrase) => sentenceOf({ kind: 'phrase', job, phrase }),
    async close() {
      await current()?.ask({ kind: 'close' });
    },
  };
}
