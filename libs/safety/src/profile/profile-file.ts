import { err, ok, type Result } from '@baylink/kernel';
import unknownFile from '@baylink/profiles/unknown.json' with { type: 'json' };
import { z } from 'zod';
import { type VehicleProfile, VOLTAGE_FIGURES, type VoltageLimits, vehicleProfile } from './profile.js';

const { id, version, name, make, voltage, timing, ...groups } = vehicleProfile.shape;

/** A profile as it lies in its file: what it leaves out is as in the profile of an unknown vehicle, the strictest. */
const profileFile = z.strictObject({
  id,
  version,
  name,
  make,
  voltage: voltage.partial().optional(),
  timing: timing.partial().optional(),
  ...z.strictObject(groups).partial().shape,
});

/** Identifiers and addresses may be written as people write them. */
const HEX = /^0x[0-9A-F]{2,8}$/;

export function withNumbers(value: unknown): unknown {
  if (typeof value === 'string') return HEX.test(value) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbers(inner)]));
}

/** What no file can leave out stands here. A fault in it is a bug of the product. */
export const STRICTEST: VehicleProfile = vehicleProfile.parse(withNumbers(unknownFile));

/** A profile from the parsed JSON of its file, or one sentence with everything that is wrong with it. */
export function readProfile(json: unknown): Result<VehicleProfile, string> {
  const file = profileFile.safeParse(withNumbers(json));
  if (!file.success) return err(faultsOf(file.error));
  const { data } = file;
  const whole = vehicleProfile.safeParse({
    ...STRICTEST,
    ...data,
    voltage: { ...STRICTEST.voltage, ...data.voltage, sources: sourcesOf(data.voltage ?? {}) },
    timing: { ...STRICTEST.timing, ...data.timing },
  });
  return whole.success ? ok(whole.data) : err(faultsOf(whole.error));
}

/** Where each figure comes from: what the file does not say comes from where the strictest has it. */
function sourcesOf(voltage: { readonly [figure in keyof VoltageLimits]?: VoltageLimits[figure] | undefined }) {
  const { source, sources } = STRICTEST.voltage;
  return Object.fromEntries(
    VOLTAGE_FIGURES.flatMap((figure) => {
      const named = voltage[figure] === undefined ? (sources[figure] ?? source) : voltage.sources?.[figure];
      return named === undefined ? [] : [[figure, named]];
    }),
  );
}

/** One that ships: that it can be read is a matter of the build. */
export function shipped(json: unknown): VehicleProfile {
  const read = readProfile(json);
  if (!read.ok) throw new Error(`a profile that ships cannot be read: ${read.error}`);
  return read.value;
}

export const faultsOf = (error: z.ZodError): string =>
  error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`).join('; ');
