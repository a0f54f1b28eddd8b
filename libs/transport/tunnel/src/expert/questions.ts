import type { AnswerResult, RandomId, Refusal, ShopBody } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';

type Settle = (answer: Result<AnswerResult, Refusal>) => void;

/** Questions that wait for the shop's answer. Each is settled exactly once. */
export class Questions {
  private readonly waiting = new Map<RandomId, Settle>();

  get size(): number {
    return this.waiting.size;
  }

  wait(id: RandomId): Promise<Result<AnswerResult, Refusal>> {
    return new Promise((resolve) => this.waiting.set(id, resolve));
  }

  hear(body: ShopBody): void {
    if (body.kind === 'answer') this.settle(body.id, ok(body.result));
    else if (body.kind === 'refused') this.settle(body.id, err(body.refusal));
  }

  fail(id: RandomId, refusal: Refusal): void {
    this.settle(id, err(refusal));
  }

  failAll(refusal: Refusal): void {
    for (const id of [...this.waiting.keys()]) this.fail(id, refusal);
  }

  private settle(id: RandomId, answer: Result<AnswerResult, Refusal>): void {
    const settle = this.waiting.get(id);
    this.waiting.delete(id);
    settle?.(answer);
  }
}
