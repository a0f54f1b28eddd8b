import type { NewCase } from '@baylink/contracts';
import { after, type Chance, type Clock, millis, ok, type Result } from '@baylink/kernel';
import type { BayActions } from './bay-actions.js';
import type { BayState } from './bay-state.js';
import { HoldTimer } from './hold.js';
import type { SignAgreement } from './requests.js';

/** A failure is one sentence for the screen. */
type Answered<Value = void> = Promise<Result<Value, string>>;

/** What the screen's server asks of the shop client, which may be another process. */
export interface ScreenCalls {
  state(): Promise<BayState>;
  /** Shows the state now and after its changes, ten times a second at most; the answer stops it. */
  watch(show: (state: BayState) => void): () => void;
  startPairing(): Answered;
  confirmPairing(fingerprint: string): Answered;
  openCase(intake: NewCase): Answered<{ id: string }>;
  closeCase(): Answered;
  allowActiveTests(allowed: boolean): Answered;
  signAgreement(agreement: SignAgreement): Answered;
  /** The button is down; the answer is the name of this press. */
  holdStart(job: string, planDigest: string): Answered<string>;
  /** Still down, for so many ms. */
  holdBeat(hold: string): Answered<number>;
  /** Up, and agreed, after so many ms. */
  holdEnd(hold: string): Answered<number>;
  confirmResult(job: string): Answered;
  stop(job: string): Answered<string>;
}

const BETWEEN_STATES = millis(100);

/** The calls where the shop client is; holding is measured here, on its clock. */
export function screenCalls(actions: BayActions, clock: Clock, chance: Chance): ScreenCalls {
  const holds = new HoldTimer(clock, chance);
  return {
    state: async () => actions.state(),
    watch: (show) => watch(actions, clock, show),
    startPairing: () => actions.startPairing(),
    confirmPairing: (fingerprint) => actions.confirmPairing(fingerprint),
    openCase: (intake) => actions.openCase(intake),
    closeCase: () => actions.closeCase(),
    allowActiveTests: async (allowed) => actions.allowActiveTests(allowed),
    signAgreement: (agreement) => actions.signAgreement(agreement),
    holdStart: async (job, planDigest) => ok(holds.start(job, planDigest)),
    holdBeat: async (hold) => holds.beat(hold),
    async holdEnd(hold) {
      const held = holds.end(hold);
      if (!held.ok) return held;
      const agreed = await actions.acknowledge(held.value);
      return agreed.ok ? ok(held.value.held) : agreed;
    },
    confirmResult: async (job) => actions.confirmResult(job),
    stop: async (job) => actions.stop(job),
  };
}

function watch(actions: BayActions, clock: Clock, show: (state: BayState) => void): () => void {
  let cancel: (() => void) | undefined;
  const stop = actions.watch(() => {
    cancel ??= clock.wake(after(clock.now(), BETWEEN_STATES), () => {
      cancel = undefined;
      show(actions.state());
    });
  });
  show(actions.state());
  return () => {
    stop();
    cancel?.();
  };
}
