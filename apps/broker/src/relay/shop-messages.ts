import { type ShopToBroker } from '@baylink/contracts';
import { unreachable } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Metrics } from '../health/metrics.js';
import type { ShopPrincipal } from '../identity/principal.js';
import { Ledgers } from '../recording/ledgers.js';
import { Visits } from '../visits/visits.js';
import { frameBytes } from './frame-bytes.js';
import type { ShopLine } from './lines.js';
import { Switchboard } from './switchboard.js';

/** What a shop may ask over its tunnel, each message judged by itself. */
@Injectable()
export class ShopMessages {
  constructor(
    @Inject(Switchboard) private readonly switchboard: Switchboard,
    @Inject(Visits) private readonly visits: Visits,
    @Inject(Ledgers) private readonly ledgers: Ledgers,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /** A promise holds the tunnel back until it settles. */
  handle(message: ShopToBroker, shop: ShopPrincipal, line: ShopLine): void | Promise<void> {
    switch (message.kind) {
      case 'hello':
        return this.error(line, 'refused', 'This tunnel has been welcomed; hello is said once.');
      case 'relay':
        return this.relay(message, line);
      case 'ledger-append':
        return this.answer(line, message.visit, this.ledgers.append(shop, message.visit, message.from, message.lines));
      case 'ledger-size':
        return this.answer(line, message.visit, this.ledgers.size(shop, message.visit));
      case 'ledger-checkpoint':
        return this.answer(line, message.visit, this.ledgers.checkpoint(shop, message.visit, message.jws));
      case 'visit-close':
        return this.close(shop, message.visit, line);
      default:
        return unreachable(message);
    }
  }

  private relay({ visit, expert, frame }: ShopToBroker & { kind: 'relay' }, line: ShopLine): void | Promise<void> {
    const delivery = this.switchboard.toExpert(line.shop, visit, expert, frame);
    if (delivery === undefined || delivery === false) {
      this.metrics.refusals.inc({ door: 'shop', code: 'nobody-there' });
      return;
    }
    this.metrics.relayedBytes.inc({ to: 'expert' }, frameBytes(frame));
    if (delivery !== true) return delivery.then(() => undefined);
  }

  private async answer(line: ShopLine, visit: string, stored: ReturnType<Ledgers['size']>): Promise<void> {
    const result = await stored;
    if (result.ok) await line.send({ kind: 'ledger-stored', visit, ...result.value });
    else this.error(line, result.error.code, result.error.sentence);
  }

  private async close(shop: ShopPrincipal, visit: string, line: ShopLine): Promise<void> {
    const closed = await this.visits.close(shop, visit);
    if (!closed.ok) this.error(line, closed.error.code, closed.error.sentence);
  }

  private error(line: ShopLine, code: string, sentence: string): void {
    this.metrics.refusals.inc({ door: 'shop', code });
    line.send({ kind: 'error', code, sentence });
  }
}
