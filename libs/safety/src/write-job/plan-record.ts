import { z } from 'zod';
import type { Plan } from '../plan/plan.js';

const head = {
  v: z.literal(1),
  job: z.string(),
  case: z.string(),
  visit: z.string(),
  shopNonce: z.string(),
  target: z.strictObject({
    vin: z.string(),
    unit: z.int(),
    partNumber: z.string(),
    hardware: z.string(),
    software: z.string(),
    serial: z.string(),
  }),
  recovery: z.discriminatedUnion('method', [
    z.strictObject({ method: z.literal('restore-backup') }),
    z.strictObject({ method: z.literal('write-old-values') }),
  ]),
  agreements: z.array(z.strictObject({ id: z.string(), version: z.string(), sha256: z.string() })),
  setAside: z.array(z.strictObject({ unit: z.int(), dtc: z.string(), reason: z.string() })),
  limits: z
    .strictObject({
      voltage: z.strictObject({ low: z.int(), high: z.int(), ripple: z.int(), soak: z.int() }).partial().optional(),
      batteryPercent: z.int().optional(),
    })
    .optional(),
  iat: z.int(),
  exp: z.int(),
};

const file = z.strictObject({
  name: z.string(),
  sha256: z.string(),
  size: z.int(),
  address: z.int().optional(),
  blocks: z.array(z.string()).optional(),
  session: z.string().optional(),
});

/** A plan as it is read back from a journal. */
export const plan: z.ZodType<Plan> = z.discriminatedUnion('kind', [
  z.strictObject({
    ...head,
    kind: z.literal('coding'),
    writes: z.array(z.strictObject({ did: z.int(), before: z.string(), after: z.string() })),
  }),
  z.strictObject({
    ...head,
    kind: z.literal('programming'),
    file,
    original: file.optional(),
    snapshot: z.array(z.int()),
    expectSoftware: z.string().optional(),
  }),
]);
