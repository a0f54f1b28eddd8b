import { z } from 'zod';
import { randomId, sha256Hex } from '../identity/names.js';

/**
 * What a stream carries: signed envelopes (the shop refuses more than 8 KiB, an expert more than 64 KiB), and pieces of
 * content-addressed files (base64url; proved by the digest in the plan).
 */
export const streamPayload = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('envelope'), jws: z.string().max(65536) }),
  z.strictObject({
    kind: z.literal('chunk'),
    sha256: sha256Hex,
    offset: z.int().nonnegative(),
    data: z.string().max(65536),
  }),
]);
export type StreamPayload = z.infer<typeof streamPayload>;

/**
 * One frame of the reliable stream between an expert and a shop. The broker relays it and keeps nothing: sequence,
 * cumulative acknowledgement and the bounded replay buffer live at the two ends, so a broker may die and come back.
 * `ack` is the number of payloads received in order so far. `reset` is the answer to a stream that is not known here.
 */
export const streamFrame = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('data'),
    stream: randomId,
    seq: z.int().nonnegative(),
    ack: z.int().nonnegative(),
    payload: streamPayload,
  }),
  z.strictObject({ kind: z.literal('ack'), stream: randomId, ack: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('resume'), stream: randomId, ack: z.int().nonnegative() }),
  z.strictObject({ kind: z.literal('reset'), stream: randomId }),
]);
export type StreamFrame = z.infer<typeof streamFrame>;
