import { join } from 'node:path';
import { err, ok, type Result } from '@baylink/kernel';
import { lookAtSecondDisk } from './backup/second-disk.js';
import type { VoltageSource } from './facts/voltage-kind.js';
import { parseVoltage } from './facts/voltage-kinds.table.js';
import { type LinkSpec, parseLinkSpec } from './link/link-spec.js';
import { type RuleFiles, readShopRules, type ShopRules } from './profile/shop-rules.js';

/** As the command line has them; texts are parsed here and nowhere else. */
export interface ShopOptions extends RuleFiles {
  readonly data: string;
  readonly name: string;
  readonly broker: string;
  readonly link: string;
  readonly voltage: readonly string[];
  readonly tap?: string;
  readonly trace?: string;
  readonly journal?: string;
  /** A folder on another disk, for the second copy of every backup. */
  readonly backupFolder?: string;
  readonly bayHost: string;
  readonly bayPort: number;
}

export interface ShopSettings
  extends Omit<ShopOptions, keyof RuleFiles | 'link' | 'voltage' | 'journal' | 'backupFolder'>,
    ShopRules {
  readonly link: LinkSpec;
  readonly voltage: readonly VoltageSource[];
  readonly journal: string;
  /** What else cannot be used, a sentence each: only an open job is a reason to start without it. */
  readonly unusable: readonly string[];
  /** A folder that is on another disk than `data`. */
  readonly secondDisk: string | undefined;
}

/** Everything that is wrong with the words before anything is opened: the first fault as one sentence. */
export async function parseShopOptions(options: ShopOptions): Promise<Result<ShopSettings, string>> {
  const link = parseLinkSpec(options.link);
  if (!link.ok) return link;
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
  const rules = await readShopRules(options);
  const second = lookAtSecondDisk(options.data, options.backupFolder);
  return ok({
    ...options,
    ...rules,
    link: link.value,
    notices: [...rules.notices, ...(second.ok ? second.value.notices : [])],
    secondDisk: second.ok ? second.value.folder : undefined,
    unusable: second.ok ? [] : [second.error],
    voltage,
    journal: options.journal ?? join(options.data, 'journal'),
  });
}
