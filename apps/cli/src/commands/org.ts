import { join } from 'node:path';
import { effect, issueCertificate, newId, numericDateOf, showNumericDate } from '@baylink/contracts';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { PublicApi } from '@baylink/transport-tunnel/http';
import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { makeKeyFile, readKeyFile } from '../keys/key-file.js';
import { explain, Stop, tell } from '../say.js';

const DAY_SECONDS = 86_400;
/** Clocks of two machines differ; a certificate counts from a little before it was made. */
const CLOCK_LEEWAY_SECONDS = 300;
const ROOT = 'organisation-root.json';

/** `baylink org …`: the organisation's desk. Its root key stays on the machine where these commands run. */
export const orgCommand = (): Command =>
  new Command('org')
    .description('an organisation of experts: its root key and the certificates that it signs')
    .addCommand(initCommand())
    .addCommand(certifyCommand());

const initCommand = (): Command =>
  new Command('init')
    .description('make the root key and register the organisation at a broker')
    .requiredOption('--dir <folder>', 'where the root key is kept')
    .requiredOption('--name <name>', 'name of the organisation, as shops see it')
    .requiredOption('--broker <url>', 'broker at which the organisation is registered')
    .action(async ({ dir, name, broker }: { dir: string; name: string; broker: string }) => {
      const root = await makeKeyFile(join(dir, ROOT));
      const registered = await new PublicApi(broker).registerOrganisation(root, name);
      if (!registered.ok) throw new Stop(exitCodes.failed, registered.error.sentence);
      explain('Shops compare this fingerprint when they pair:');
      tell(root.thumbprint);
    });

interface CertifyOptions {
  readonly dir: string;
  readonly broker: string;
  readonly organisation: string;
  readonly effects: readonly ReturnType<typeof effect.parse>[];
  readonly makes: readonly string[];
  readonly days: number;
}

const certifyCommand = (): Command =>
  new Command('certify')
    .description('sign a certificate for an expert who has asked for one')
    .argument('<code>', 'the code on the expert’s screen')
    .requiredOption('--dir <folder>', 'where the root key is kept')
    .requiredOption('--broker <url>', 'broker at which the expert has asked')
    .requiredOption('--organisation <name>', 'name of the organisation')
    .option('--effects <list>', 'observe,actuate,code,program,secure', parseEffects, [
      'observe',
      'actuate',
      'code',
      'program',
    ])
    .option('--makes <list>', 'makes of vehicles, or *', (text: string) => text.toLowerCase().split(','), ['*'])
    .option('--days <n>', 'how long it is valid', parseDays, 30)
    .action(async (code: string, options: CertifyOptions) => {
      const root = await readKeyFile(join(options.dir, ROOT), 'run `baylink org init` first.');
      const api = new PublicApi(options.broker);
      const asked = await api.enrolment(code);
      if (!asked.ok) throw new Stop(exitCodes.failed, asked.error.sentence);
      const now = numericDateOf(systemClock().wall());
      const issued = await issueCertificate(root, {
        serial: newId(systemChance()),
        organisation: options.organisation,
        name: asked.value.name,
        jwk: asked.value.jwk,
        effects: [...options.effects],
        makes: [...options.makes],
        iat: now,
        nbf: now - CLOCK_LEEWAY_SECONDS,
        exp: now + options.days * DAY_SECONDS,
      });
      if (!issued.ok) throw new Stop(exitCodes.usage, issued.error);
      const stored = await api.certify(code, issued.value);
      if (!stored.ok) throw new Stop(exitCodes.failed, stored.error.sentence);
      tell(
        `${asked.value.name} (${asked.value.thumbprint}) may ${options.effects.join(', ')} until ${showNumericDate(now + options.days * DAY_SECONDS)}`,
      );
    });

function parseEffects(text: string): readonly ReturnType<typeof effect.parse>[] {
  return text.split(',').map((name) => {
    const parsed = effect.safeParse(name.trim());
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`"${name}" is no effect; they are ${effect.options.join(', ')}.`);
  });
}

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 398) return days;
  throw new InvalidArgumentError('days is a whole number from 1 to 398.');
}
