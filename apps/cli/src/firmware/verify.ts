import { digestHex } from '@baylink/contracts';
import { publisherOf, publisherWords, readPolicy, type TrustedPublisher } from '@baylink/shop-client';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readFile } from '../expert/plan/firmware-file.js';
import { signatureBeside } from '../expert/plan/published-file.js';
import { collect } from '../expert/plan/written-plan.js';
import { Stop, tell } from '../say.js';

interface Options {
  readonly signature?: string;
  readonly policy?: string;
  readonly publisher: readonly string[];
  readonly make: string;
}

const KEY = /^[A-Za-z0-9_-]{43}$/;

/** `baylink firmware verify`: what a shop with this policy would say of who published a file. */
export const verifyFirmwareCommand = (): Command =>
  new Command('verify')
    .description(
      'who published a firmware file: 0 a publisher that is trusted, 1 nobody knows, 3 the signature is wrong',
    )
    .argument('<file>', 'the firmware file')
    .option('--signature <file>', 'the signature of its publisher, where it is not FILE.jws')
    .option('--policy <file>', "the shop's policy, which names the publishers that it trusts")
    .option(
      '--publisher <key>',
      'trust this key too, as `baylink firmware key` prints it (may be repeated)',
      collect,
      [],
    )
    .option('--make <make>', 'the make of the vehicle, for publishers that are trusted for some only', '')
    .action(async (path: string, { signature: named, policy, publisher, make }: Options) => {
      const bytes = readFile(path);
      const signature = signatureBeside(path, named);
      const file = { name: path, sha256: digestHex(bytes), size: bytes.length };
      const found = await publisherOf(
        { ...file, ...(signature === undefined ? {} : { signature }) },
        { make },
        trusted(policy, publisher),
      );
      if (found.kind === 'wrong')
        throw new Stop(exitCodes.verify.TAMPERED, `TAMPERED: ${path}: ${publisherWords(found)}`);
      if (found.kind !== 'verified') throw new Stop(exitCodes.failed, `UNKNOWN: ${path}: ${publisherWords(found)}`);
      tell(`OK: ${path}: ${publisherWords(found)}`);
    });

function trusted(policy: string | undefined, keys: readonly string[]): readonly TrustedPublisher[] {
  const read = readPolicy(policy);
  if (!read.ok) throw new Stop(exitCodes.usage, read.error);
  const odd = keys.find((key) => !KEY.test(key));
  if (odd !== undefined)
    throw new Stop(
      exitCodes.usage,
      `--publisher ${odd} is no key: give the 43 characters that \`baylink firmware key\` prints.`,
    );
  return [
    ...(read.value.publishers ?? []),
    ...keys.map((key) => ({ name: `key ${key}`, key, signs: ['firmware' as const] })),
  ];
}
