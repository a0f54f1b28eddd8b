import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RulesInForce } from '@baylink/contracts';
import { err, errorText, ok, type Result } from '@baylink/kernel';
import {
  ADD_UNITS,
  emptyBand,
  type ShopPolicy,
  shopPolicy,
  type TrustedPublisher,
  tighten,
  type VehicleProfile,
} from '@baylink/safety';
import { AGREEMENTS } from './agreements/agreements.table.js';
import { lookAtSecondDisk } from './backup/second-disk.js';
import type { VoltageSource } from './facts/voltage-kind.js';
import { parseVoltage } from './facts/voltage-kinds.table.js';
import { type LinkSpec, parseLinkSpec } from './link/link-spec.js';
import { openProfile } from './profile/open-profile.js';
import { layOverlays } from './profile/overlays.js';

/** As the command line has them; texts are parsed here and nowhere else. */
export interface ShopOptions {
  readonly data: string;
  readonly name: string;
  readonly broker: string;
  readonly link: string;
  readonly profile: string;
  /** Signed files that add to the profile. */
  readonly overlay?: readonly string[];
  readonly voltage: readonly string[];
  readonly tap?: string;
  readonly trace?: string;
  readonly journal?: string;
  readonly policy?: string;
  /** A folder on another disk, for the second copy of every backup. */
  readonly backupFolder?: string;
  readonly bayHost: string;
  readonly bayPort: number;
}

export interface ShopSettings
  extends Omit<ShopOptions, 'link' | 'profile' | 'overlay' | 'voltage' | 'policy' | 'journal' | 'backupFolder'> {
  readonly link: LinkSpec;
  readonly profile: VehicleProfile;
  readonly rules: RulesInForce;
  /** Whom this shop believes about overlays and firmware. */
  readonly publishers: readonly TrustedPublisher[];
  /** One sentence for every wish of the policy that would have loosened the profile. */
  readonly notices: readonly string[];
  readonly voltage: readonly VoltageSource[];
  readonly journal: string;
  /** Why the shop's own policy is not known: then nothing may be written, and only an open job is a reason to start. */
  readonly doubt: string | undefined;
  /** A folder that is on another disk than `data`. */
  readonly secondDisk: string | undefined;
}

/** Everything that can be wrong before anything is opened: the first fault as one sentence. */
export async function parseShopOptions(options: ShopOptions): Promise<Result<ShopSettings, string>> {
  const link = parseLinkSpec(options.link);
  if (!link.ok) return link;
  const base = await openProfile(options.profile);
  if (!base.ok) return base;
  const found = readPolicy(options.policy);
  const policy = found.ok ? found.value : {};
  const voltage: VoltageSource[] = [];
  for (const text of options.voltage) {
    const source = parseVoltage(text);
    if (!source.ok) return source;
    if (voltage.some(({ name }) => name === source.value.name))
      return err(
        `--voltage ${text} is given twice: one source does not confirm itself, give another one or leave it out.`,
      );
    voltage.push(source.value);
  }
  const laid = await layOverlays(base.value, options.overlay ?? [], policy);
  if (!laid.ok) return laid;
  const { profile, notices } = tighten(tighten(laid.value.profile, OWN_POLICY).profile, policy);
  const contradiction = emptyBand(profile.voltage);
  if (contradiction !== undefined) return err(`--policy ${options.policy} cannot be used: ${contradiction}`);
  const second = lookAtSecondDisk(options.data, options.backupFolder);
  if (!second.ok) return second;
  return ok({
    ...options,
    link: link.value,
    profile,
    rules: {
      profile: { id: profile.id, version: profile.version, sha256: base.value.sha256 },
      overlays: laid.value.overlays,
    },
    publishers: policy.publishers ?? [],
    notices: [...laid.value.notices, ...unitNotice(profile), ...notices, ...second.value.notices],
    secondDisk: second.value.folder,
    doubt: found.ok ? undefined : found.error,
    voltage,
    journal: options.journal ?? join(options.data, 'journal'),
  });
}

/** Told at the start, before a technician has promised anything to a customer. */
const unitNotice = ({ id, units }: VehicleProfile): readonly string[] =>
  units.length > 0
    ? []
    : [
        `The profile ${id} describes no unit: this vehicle can be looked at and diagnosed, and nothing can be coded or programmed. To write, ${ADD_UNITS}.`,
      ];

/** What every shop asks for, whatever its own policy says. */
const OWN_POLICY: ShopPolicy = {
  agreements: AGREEMENTS.map(({ id, version, sha256, title }) => ({ id, version, sha256, title })),
};

/** The policy of a shop; a sentence about everything that is wrong with it. */
export function readPolicy(path: string | undefined): Result<ShopPolicy, string> {
  if (path === undefined) return ok({});
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (failure) {
    return err(
      `--policy ${path} cannot be read as JSON (${errorText(failure)}): put the file right, then start the shop client again.`,
    );
  }
  const parsed = shopPolicy.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const faults = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
  return err(
    `--policy ${path} cannot be used: ${faults.join('; ')}: put the file right, then start the shop client again.`,
  );
}
