import { z } from 'zod';

const part = z.record(z.string(), z.unknown());
const hexText = z.string().regex(/^([0-9a-f]{2})*$/);

/** A job that would succeed but for what is named here. */
const job = z.strictObject({
  as: z.literal('job'),
  kind: z.enum(['programming', 'coding']),
  plan: part.optional(),
  /** The shipped profile whose limits the vehicle has; the sample car's units come with it, except for `unknown`. */
  profileId: z.string().optional(),
  profile: part.optional(),
  policy: part.optional(),
  /** Of the unit's profile. */
  unit: part.optional(),
  file: part.nullable().optional(),
  /** What the unit says of itself. */
  texts: part.optional(),
  /** Values of further DIDs of the unit. */
  coding: z.record(z.string(), hexText).optional(),
  /** Answers of the gateway about the vehicle, by DID. */
  conditions: z.record(z.string(), hexText).optional(),
  silent: z.boolean().optional(),
  /** First bytes of a request, and the NRC that answers it. */
  refuses: z.record(hexText, z.string()).optional(),
  /** Medium of each copy of the backup; ":damaged" behind it reads back differently. */
  places: z.array(z.string()).optional(),
  /** What the shop knows, fact by fact; null: nothing. */
  knows: z.record(z.string(), part.nullable()).optional(),
  slowProbe: z.boolean().optional(),
  acknowledgement: part.optional(),
  volts: z
    .strictObject({
      level: z.number().nullable(),
      ripple: z.number().optional(),
      drift: z.number().optional(),
      frozen: z.boolean().optional(),
    })
    .optional(),
  /** As soon as the job is in this state … */
  when: z.string().optional(),
  /** … this happens. */
  happens: z
    .strictObject({ serial: z.string(), event: z.enum(['link-lost', 'unit-reset']) })
    .partial()
    .optional(),
});

const request = z.strictObject({
  as: z.literal('request'),
  bytes: hexText,
  to: z.enum(['engine', 'body', 'all']),
  activeTests: z.boolean().optional(),
  running: z.literal('engine').optional(),
  unit: part.optional(),
});

const moment = z.strictObject({ as: z.literal('moment'), bytes: hexText, moment: z.literal('point-of-no-return') });
const file = z.strictObject({ as: z.literal('file'), text: z.string() });

export const incidents = z.strictObject({
  incidents: z.array(
    z.strictObject({
      id: z.string().regex(/^[A-Z]+-\d\d$/),
      title: z.string().min(1),
      happened: z.string().min(1),
      source: z.url(),
      attempt: z.discriminatedUnion('as', [job, request, moment, file]),
      refusedBy: z.string().min(1),
      /** Part of the sentence. */
      says: z.string().optional(),
    }),
  ),
});

export type Incident = z.infer<typeof incidents>['incidents'][number];
export type Attempt = Incident['attempt'];
export type JobAttempt = Extract<Attempt, { as: 'job' }>;
