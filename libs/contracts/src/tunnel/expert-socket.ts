import { z } from 'zod';
import { randomId, thumbprint } from '../identity/names.js';
import { streamFrame } from './frame.js';

/**
 * socket.io events of the expert's connection (same port, default path). The one-use ticket travels in the CONNECT
 * packet's `auth`, never in a URL. Every client event is acknowledged with `{ ok: true } | { ok: false, sentence }`.
 */
export const expertEvents = {
  /** Client: joins the visit that HTTP opened; acknowledged with the shop's presence. */
  join: z.strictObject({ visit: randomId }),
  relay: z.strictObject({ visit: randomId, frame: streamFrame }),
} as const;

export const brokerEvents = {
  relay: z.strictObject({ visit: randomId, frame: streamFrame }),
  /** `tunnel` changes when the shop's tunnel was made anew: the expert then resumes its stream. */
  presence: z.strictObject({ visit: randomId, shop: thumbprint, online: z.boolean(), tunnel: z.int().nonnegative() }),
  closed: z.strictObject({ visit: randomId, why: z.string() }),
} as const;

export const connectAuth = z.strictObject({ ticket: z.string() });
