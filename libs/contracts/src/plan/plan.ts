import { z } from 'zod';
import { FILE_SIGNATURE_LIMIT } from '../file/file-signature.js';
import { hexBytes, logicalAddress, numericDate, randomId, sha256Hex, vin } from '../identity/names.js';

/** The unit as the expert saw it when the plan was written. IDENTITY_MATCH compares all of it with the car. */
export const planTarget = z.strictObject({
  vin,
  unit: logicalAddress,
  partNumber: z.string(),
  hardware: z.string(),
  software: z.string(),
  serial: z.string(),
});

/** An agreement by version and digest of its text. */
export const agreementReference = z.strictObject({
  id: z.string().min(1),
  version: z.string().min(1),
  sha256: sha256Hex,
});

/** A finding of the full scan that the expert has looked at and set aside, with the reason. DTC as 6 hex digits. */
export const setAside = z.strictObject({
  unit: logicalAddress,
  dtc: z.string().regex(/^[0-9A-F]{6}$/),
  reason: z.string().min(1),
});

/** How the unit is brought back if the write stops at any step. */
export const recovery = z.discriminatedUnion('method', [
  /** The image of DUAL_BACKUP is written back by the same job; its digest is fixed at acknowledgement. */
  z.strictObject({ method: z.literal('restore-backup') }),
  /** Coding: the old values are written back in reverse order. */
  z.strictObject({ method: z.literal('write-old-values') }),
]);

/** What the expert wants stricter than the vehicle's profile and the shop: millivolts and milliseconds. A looser wish does not count. */
export const planLimits = z.strictObject({
  voltage: z
    .strictObject({
      low: z.int().positive(),
      high: z.int().positive(),
      ripple: z.int().positive(),
      soak: z.int().positive(),
    })
    .partial()
    .optional(),
  batteryPercent: z.int().min(0).max(100).optional(),
});

const head = {
  v: z.literal(1),
  /** One job, one plan, one execution: the journal refuses a second. */
  job: randomId,
  case: randomId,
  visit: randomId,
  /** The nonce of the shop's welcome: a plan of another visit or another shop does not fit. */
  shopNonce: randomId,
  target: planTarget,
  recovery,
  agreements: z.array(agreementReference),
  setAside: z.array(setAside),
  limits: planLimits.optional(),
  iat: numericDate,
  exp: numericDate,
};

/** Configuration values inside the software that is there: per DID the value before and the value wanted. */
export const codingPlan = z.strictObject({
  ...head,
  kind: z.literal('coding'),
  writes: z
    .array(z.strictObject({ did: z.int().min(0).max(0xffff), before: hexBytes, after: hexBytes }))
    .min(1)
    .max(64),
});

/** A file by its digest, and how it is to be read. */
export const planFile = z.strictObject({
  name: z.string().min(1).max(255),
  sha256: sha256Hex,
  size: z.int().positive(),
  /** Of the first byte of a file that is nothing but bytes. */
  address: z.int().min(0).max(0xffffffff).optional(),
  /** Session of an ODX-F file that holds several: its SHORT-NAME, after that of its ECU-MEM and a slash where two share it. */
  session: z.string().min(1).max(257).optional(),
  /** Names of the memory blocks that are written, where the unit's profile lists several: no other is touched. */
  blocks: z.array(z.string().min(1).max(64)).min(1).max(16).optional(),
  /** What the publisher of the file signed of it, a JWS of typ `baylink-file+jwt`: the shop looks whether it knows the key. */
  signature: z.string().min(1).max(FILE_SIGNATURE_LIMIT).optional(),
});

/** New software: one file, named by its digest. Ranges and checksums are computed from the file at the shop. */
export const programmingPlan = z.strictObject({
  ...head,
  kind: z.literal('programming'),
  file: planFile,
  /** The maker's file for the hardware and software that is there now, for a unit that refuses to be read. */
  original: planFile.optional(),
  /** DIDs of the unit saved before and compared after. */
  snapshot: z.array(z.int().min(0).max(0xffff)),
  /** Software id (F189) that the unit must report afterwards, where the expert knows it. */
  expectSoftware: z.string().optional(),
});

/** A signed list of steps for one unit: JWS, typ `baylink-plan+jwt`, signed by the expert. */
export const plan = z.discriminatedUnion('kind', [codingPlan, programmingPlan]);
export type CodingPlan = z.infer<typeof codingPlan>;
export type ProgrammingPlan = z.infer<typeof programmingPlan>;
export type Plan = z.infer<typeof plan>;
