import type { BrokerToShop, brokerEvents } from '@baylink/contracts';
import type { z } from 'zod';

/** What the broker says to an expert, by the event's name. */
export type ExpertMessage = {
  [E in keyof typeof brokerEvents]: { event: E; body: z.infer<(typeof brokerEvents)[E]> };
}[keyof typeof brokerEvents];

/** `false`: gone. A promise: the line is full, send nothing more until it settles. */
export type Delivery = boolean | Promise<boolean>;

/** A shop's open tunnel. */
export interface ShopLine {
  readonly shop: string;
  /** Differs for every tunnel that was ever made. */
  readonly tunnel: number;
  send(message: BrokerToShop): Delivery;
  /** A newer tunnel of the same shop has come. */
  replaced(): void;
}

/** An expert's open socket. */
export interface ExpertLine {
  readonly expert: string;
  send(message: ExpertMessage): Delivery;
}
