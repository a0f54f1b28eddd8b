import { rulesWords } from '@baylink/contracts';
import { outcomes, type ProofDocument, readProof, type Verification, verifyLedger, verifyProof } from '@baylink/ledger';
import { Command } from 'commander';
import { explain, tell, tellJson } from '../say.js';
import { checkpointFor, read, textIn } from './ledger-files.js';

interface Options {
  readonly shop?: string;
  readonly checkpoint?: string;
  readonly json?: true;
}

/** A proof is of a few kilobytes; a larger file is a ledger. */
const LARGEST_PROOF = 1 << 20;

/** `baylink verify FILE`: checks a ledger, or a proof of `baylink prove`, offline. Exit codes: 0 OK, 2 unreadable, 3 TAMPERED, 4 TRUNCATED, 5 UNCLOSED. */
export const verifyCommand = (): Command =>
  new Command('verify')
    .description('check a ledger or a proof offline: 0 OK, 2 unreadable, 3 TAMPERED, 4 TRUNCATED, 5 UNCLOSED')
    .argument('<file>', 'evidence file from the broker, a live ledger of a shop, or a proof of `baylink prove`')
    .option('--shop <thumbprint>', 'the shop key that you expect')
    .option('--checkpoint <file>', 'a checkpoint from elsewhere; FILE.checkpoint is used when it is there')
    .option('--json', 'the result as one JSON document')
    .action(async (file: string, options: Options) => {
      const bytes = read(file);
      const proof = bytes.length <= LARGEST_PROOF ? readProof(bytes.toString('utf8')) : undefined;
      if (proof !== undefined) return showProof(proof, options);
      const result = await verifyLedger(bytes, {
        ...(options.shop === undefined ? {} : { shopThumbprint: options.shop }),
        ...checkpointFor(file, options.checkpoint),
      });
      if (options.json) tellJson(result);
      else show(result);
      process.exitCode = result.exitCode;
    });

function show(result: Verification): void {
  tell(`${result.outcome}: ${result.sentence}`);
  for (const rules of result.summary?.rules ?? []) explain(`judged by ${rulesWords(rules)}`);
  if (result.checkpoint) explain(`signed by the shop: ${result.signed} of ${result.entries} entries`);
}

async function showProof(proof: ProofDocument, { shop, checkpoint, json }: Options): Promise<void> {
  const checked = await verifyProof(proof, {
    ...(shop === undefined ? {} : { shopThumbprint: shop }),
    ...(checkpoint === undefined ? {} : { checkpoint: textIn(checkpoint) }),
  });
  const outcome = checked.ok ? 'OK' : 'TAMPERED';
  const sentence = checked.ok ? checked.value.sentence : checked.error;
  if (json) tellJson({ outcome, sentence, proof });
  else tell(`${outcome}: ${sentence}`);
  if (json === undefined && shop === undefined)
    explain('Whether this is the shop that you mean is not checked: name its thumbprint with --shop.');
  process.exitCode = outcomes[outcome];
}
