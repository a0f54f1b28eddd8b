import { type CheckedPlan, checkPlanDocument, type Keys, keysOf, publicJwk } from '@baylink/contracts';
import { systemClock } from '@baylink/kernel/system';
import { Command } from 'commander';
import { z } from 'zod';
import { exitCodes } from '../exit-codes.table.js';
import { sentence } from '../expert/desk/stops.js';
import { planLines } from '../expert/plan/plan-lines.js';
import { Stop, tell, tellJson } from '../say.js';
import { readPlanDocument, readShape } from './plan-file.js';

interface Options {
  readonly root?: string;
  readonly json?: true;
}

/** The key file of `baylink org init`, or what a shop has pinned: of either only the public key is looked at. */
const rootFile = z
  .union([
    z.object({ organisation: z.object({ root: publicJwk }) }).transform(({ organisation }) => organisation.root),
    publicJwk.loose(),
  ])
  .transform(({ kty, crv, x }) => publicJwk.parse({ kty, crv, x }));

/** `baylink plan verify`: what a signed plan would do and who signed it, offline. Exit codes: 0 OK, 2 unreadable, 3 TAMPERED, 6 EXPIRED. */
export const verifyPlanCommand = (): Command =>
  new Command('verify')
    .description('check a signed plan offline: 0 OK, 2 unreadable, 3 TAMPERED, 6 EXPIRED')
    .argument('<file>', 'a signed plan of `baylink plan sign`')
    .option('--root <file>', 'the organisation’s root key: DATA/pairing.json of a shop, or the organisation’s own')
    .option('--json', 'the result as one JSON document')
    .action(verify);

async function verify(file: string, { root, json }: Options): Promise<void> {
  const document = readPlanDocument(file);
  const roots: Keys | undefined = root === undefined ? undefined : keysOf(readShape(root, rootFile, 'a root key'));
  const checked = await checkPlanDocument(document, systemClock().wall(), roots);
  if (!checked.ok) {
    if (json) tellJson({ outcome: 'TAMPERED', sentence: checked.error });
    throw new Stop(exitCodes.verify.TAMPERED, `TAMPERED: ${sentence(checked.error)}`);
  }
  const { expired } = checked.value;
  const outcome = expired === undefined ? 'OK' : 'EXPIRED';
  if (json) tellJson({ outcome, ...checked.value });
  else for (const line of [...planLines(checked.value), ...signers(checked.value)]) tell(line);
  if (expired !== undefined) throw new Stop(exitCodes.expired, `EXPIRED: ${sentence(expired)}`);
  if (!json) tell(`OK: plan ${checked.value.digest.slice(0, 12)}… is as it was signed`);
}

const signers = ({ author, second, certified }: CheckedPlan): string[] => [
  `Signed by ${author.name} of ${author.organisation}, key ${author.sub}`,
  second === undefined
    ? 'No second expert has signed'
    : `Countersigned by ${second.name} of ${second.organisation}, key ${second.sub}`,
  certified === 'yes'
    ? `Certified by root ${author.iss}`
    : `Whether root ${author.iss} has certified them was not checked: give it with --root`,
];
