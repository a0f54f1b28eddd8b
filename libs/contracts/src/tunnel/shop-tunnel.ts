import { z } from 'zod';
import { randomId, sha256Hex, thumbprint } from '../identity/names.js';
import { streamFrame } from './frame.js';

/** Text messages on the shop's WebSocket (`/v1/tunnel`), shop to broker. The first one is `hello` with a one-use ticket. */
export const shopToBroker = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hello'), ticket: z.string(), versions: z.array(z.int()).min(1) }),
  z.strictObject({ kind: z.literal('relay'), visit: randomId, expert: thumbprint, frame: streamFrame }),
  /** Canonical ledger lines from index `from`; stored in order, answered with `ledger-stored`. */
  z.strictObject({
    kind: z.literal('ledger-append'),
    visit: randomId,
    from: z.int().nonnegative(),
    lines: z.array(z.string()).max(256),
  }),
  /** Asks how much of a ledger the broker holds. */
  z.strictObject({ kind: z.literal('ledger-size'), visit: randomId }),
  z.strictObject({ kind: z.literal('ledger-checkpoint'), visit: randomId, jws: z.string() }),
  z.strictObject({ kind: z.literal('visit-close'), visit: randomId }),
]);
export type ShopToBroker = z.infer<typeof shopToBroker>;

/** Broker to shop. `epoch` grows with every start of a broker; a shop never goes back to a lower one. */
export const brokerToShop = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('welcome'), version: z.int(), epoch: z.int().nonnegative() }),
  z.strictObject({
    kind: z.literal('visit-open'),
    visit: randomId,
    case: randomId,
    expert: thumbprint,
    certificate: z.string(),
  }),
  z.strictObject({ kind: z.literal('visit-close'), visit: randomId, why: z.string() }),
  /** The expert's socket of this visit came or went. */
  z.strictObject({ kind: z.literal('expert-presence'), visit: randomId, expert: thumbprint, online: z.boolean() }),
  z.strictObject({ kind: z.literal('relay'), visit: randomId, expert: thumbprint, frame: streamFrame }),
  z.strictObject({
    kind: z.literal('ledger-stored'),
    visit: randomId,
    size: z.int().nonnegative(),
    head: sha256Hex.nullable(),
  }),
  z.strictObject({ kind: z.literal('error'), code: z.string(), sentence: z.string() }),
]);
export type BrokerToShop = z.infer<typeof brokerToShop>;
