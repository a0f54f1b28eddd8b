import { z } from 'zod';
import { EFFECTS } from '../effects/effect.js';

const mv = z.int().positive();
const ms = z.number().positive();

/** What a publisher may be believed for: overlays of a profile, firmware files. */
export const PUBLISHES = ['overlays', 'firmware'] as const;

/** Somebody whom this shop believes beside the publisher of the profiles: a name for people, and the Ed25519 key (RFC 8037 `x`). */
export const trustedPublisher = z.strictObject({
  name: z.string().min(1),
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'a key is the 43 characters that `baylink profile key` prints'),
  /** Overlays unless said otherwise: who is believed about limits has not published anybody's firmware. */
  signs: z.array(z.enum(PUBLISHES)).min(1).optional(),
  /** Makes as profiles name them; every make unless given. */
  makes: z.array(z.string().min(1)).min(1).optional(),
});

export type TrustedPublisher = z.infer<typeof trustedPublisher>;

/** Whom this shop believes about this, for vehicles of this make. */
export const publishersFor = (
  publishers: readonly TrustedPublisher[],
  what: (typeof PUBLISHES)[number],
  make: string,
): readonly TrustedPublisher[] =>
  publishers.filter(({ signs = ['overlays'], makes }) => signs.includes(what) && (makes?.includes(make) ?? true));

/** The shop's own policy file: what it wants stricter than the vehicle's profile. Every member may be left out. */
export const shopPolicy = z.strictObject({
  voltage: z
    .strictObject({
      low: mv,
      high: mv,
      critical: mv,
      ripple: mv,
      soak: ms,
      drift: mv,
      agreement: mv,
      maxAgeDedicated: ms,
      maxAgeShared: ms,
      stuck: z.enum(['tell', 'refuse']),
    })
    .partial()
    .optional(),
  publishers: z.array(trustedPublisher).max(16).optional(),
  acknowledgementLife: ms.optional(),
  hold: ms.optional(),
  patience: ms.optional(),
  identityMaxAge: ms.optional(),
  batteryPercent: z.number().min(0).max(100).optional(),
  publisherRequired: z.boolean().optional(),
  forbidden: z.array(z.enum(EFFECTS)).optional(),
  blockingDtcs: z.array(z.string().regex(/^[0-9A-F]{1,6}$/)).optional(),
  agreements: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        version: z.string().min(1),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        title: z.string().min(1),
      }),
    )
    .optional(),
});

export type ShopPolicy = z.infer<typeof shopPolicy>;
