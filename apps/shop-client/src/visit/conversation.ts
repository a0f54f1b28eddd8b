import type {
  AnswerResult,
  Countersigned,
  ExpertBody,
  RandomId,
  Refusal,
  RunReport,
  ShopBody,
  VehicleAnswer,
} from '@baylink/contracts';
import { fromHex, hex, type Result, unreachable } from '@baylink/kernel';
import { decodeNegative, describe, nrcName, type Outcome } from '@baylink/protocols/uds';
import { type ScanProgress, sentenceOf } from '../scan/vehicle-scan.js';
import type { Tester } from '../tester/tester.js';
import type { FileDesk } from './file-desk.js';

/** What the shop does for an expert; each failure is a refusal with one sentence. */
export interface ShopServices {
  welcome(id: RandomId, expertNonce: RandomId): ShopBody;
  scan(hear: (progress: ScanProgress) => void): Promise<Result<AnswerResult, Refusal>>;
  readonly tester: Tester;
  readonly files: FileDesk;
  countersigned(word: Countersigned): Promise<Result<string, Refusal>>;
  offerPlan(jws: string): Promise<Result<RunReport, Refusal>>;
  phrase(job: string, phrase: string): Result<void, Refusal>;
  stop(job: string): Result<string, string>;
  /** Ends the visit once the answer to it is on its way. */
  leave(): Promise<void>;
}

type Say = (body: ShopBody) => void;

/** Answers every question of an expert exactly once. */
export async function converse(body: ExpertBody, shop: ShopServices, say: Say): Promise<void> {
  const { id } = body;
  const answer = (result: AnswerResult): void => say({ kind: 'answer', id, result });
  const settle = (result: Result<AnswerResult, Refusal>): void =>
    result.ok ? answer(result.value) : say({ kind: 'refused', id, refusal: result.error });

  switch (body.kind) {
    case 'hello':
      say(shop.welcome(id, body.expertNonce));
      return;
    case 'scan':
      settle(await shop.scan((progress) => say({ kind: 'scan-progress', id, ...progress })));
      return;
    case 'request':
      settle(await request(shop.tester, body.unit, fromHex(body.bytes) ?? new Uint8Array()));
      return;
    case 'file': {
      const announced = await shop.files.announce(body.sha256, body.name, body.size);
      settle(announced.ok ? { ok: true, value: { kind: 'file', ...announced.value } } : announced);
      return;
    }
    case 'countersignature': {
      const taken = await shop.countersigned({ certificate: body.certificate, jws: body.jws });
      settle(taken.ok ? { ok: true, value: { kind: 'done', sentence: taken.value } } : taken);
      return;
    }
    case 'plan': {
      const offered = await shop.offerPlan(body.jws);
      settle(offered.ok ? { ok: true, value: { kind: 'plan', run: offered.value } } : offered);
      return;
    }
    case 'stop': {
      const stopped = shop.stop(body.job);
      const sentence = stopped.ok ? stopped.value : stopped.error;
      settle(
        stopped.ok
          ? { ok: true, value: { kind: 'done', sentence } }
          : { ok: false, error: { rule: 'RUN-UNKNOWN', sentence } },
      );
      return;
    }
    case 'phrase': {
      const told = shop.phrase(body.job, body.phrase);
      settle(told.ok ? { ok: true, value: { kind: 'done', sentence: 'The shop compares it with its own.' } } : told);
      return;
    }
    case 'close':
      answer({ kind: 'done', sentence: 'The visit is closed.' });
      await shop.leave();
      return;
    default:
      unreachable(body);
  }
}

async function request(
  tester: Tester,
  unit: number | undefined,
  bytes: Uint8Array,
): Promise<Result<AnswerResult, Refusal>> {
  if (unit !== undefined) {
    const outcome = await tester.ask(unit, bytes);
    return outcome.ok
      ? { ok: true, value: { kind: 'request', answers: [vehicleAnswer(unit, outcome.value)] } }
      : outcome;
  }
  const collected = await tester.askAll(bytes);
  if (!collected.ok) return collected;
  const answers: VehicleAnswer[] =
    collected.value.kind === 'answers'
      ? collected.value.answers.map(({ from, bytes: answer }) => vehicleAnswer(Number(from), outcomeOf(answer)))
      : [
          {
            outcome: 'link',
            sentence: collected.value.kind === 'link' ? collected.value.error.message : 'The request was not sent.',
          },
        ];
  return { ok: true, value: { kind: 'request', answers } };
}

/** An answer to everybody's request may be a unit's refusal. */
function outcomeOf(bytes: Uint8Array): Outcome {
  const negative = decodeNegative(bytes);
  return negative ? { kind: 'negative', sid: negative.sid, nrc: negative.nrc } : { kind: 'positive', bytes };
}

/** The three families of failure stay apart: the vehicle's answer, silence, and the link. */
function vehicleAnswer(from: number, outcome: Outcome): VehicleAnswer {
  switch (outcome.kind) {
    case 'positive':
      return { outcome: 'positive', from, bytes: hex(outcome.bytes), text: describe(outcome.bytes).text };
    case 'negative':
      return {
        outcome: 'negative',
        from,
        nrc: outcome.nrc,
        name: nrcName(outcome.nrc),
        bytes: hex(Uint8Array.of(0x7f, outcome.sid, outcome.nrc)),
      };
    case 'silent':
    case 'timeout':
      return { outcome: 'silent', sentence: sentenceOf(outcome) };
    case 'link':
    case 'refused':
      return { outcome: 'link', sentence: sentenceOf(outcome) };
    default:
      return unreachable(outcome);
  }
}
