import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What a broker counts. Labels are closed sets: no identifier of a party ever becomes one. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly relayedBytes = new Counter({
    name: 'baylink_relayed_bytes_total',
    help: 'Bytes of stream frames handed on, by the side they went to',
    labelNames: ['to'],
    registers: [this.registry],
  });
  readonly refusals = new Counter({
    name: 'baylink_refusals_total',
    help: 'Requests and messages that were refused, by door and code',
    labelNames: ['door', 'code'],
    registers: [this.registry],
  });
  readonly ledgerLines = new Counter({
    name: 'baylink_ledger_lines_total',
    help: 'Ledger lines stored and synced',
    registers: [this.registry],
  });
  private readonly queues = new Map<string, () => number>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
    const queues = this.queues;
    new Gauge({
      name: 'baylink_queue_bytes',
      help: 'Bytes waiting for destinations, by side',
      labelNames: ['to'],
      registers: [this.registry],
      collect() {
        for (const [to, read] of queues) this.set({ to }, read());
      },
    });
  }

  watchQueue(to: 'shop' | 'expert', read: () => number): void {
    this.queues.set(to, read);
  }

  /** A number read when the metrics are asked for. */
  watch(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}
