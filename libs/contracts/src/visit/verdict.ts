import { z } from 'zod';

export const gateName = z.enum([
  'VOLTAGE_CHECK',
  'DUAL_BACKUP',
  'CHECKSUM_MATCH',
  'USER_ACKNOWLEDGMENT',
  'IDENTITY_MATCH',
  'LINK_QUALITY',
  'VEHICLE_STATE',
  'RECOVERY_PLAN',
  'AGREEMENTS',
  'AUTHORITY',
  'DIAGNOSIS_FIRST',
]);
export type GateName = z.infer<typeof gateName>;

/** One gate as people see it: the rule that decided, what was measured, what was wanted, and what to do next. */
export const gateReport = z.strictObject({
  gate: gateName,
  holds: z.boolean(),
  rule: z.string(),
  measured: z.string(),
  wanted: z.string(),
  sentence: z.string(),
});
export type GateReport = z.infer<typeof gateReport>;

/** Why the shop did not do something: one plain sentence, the rule's id, and the gates where gates decided. */
export const refusal = z.strictObject({
  rule: z.string(),
  sentence: z.string(),
  gates: z.array(gateReport).optional(),
});
export type Refusal = z.infer<typeof refusal>;
