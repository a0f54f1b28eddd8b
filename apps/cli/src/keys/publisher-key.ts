import { existsSync } from 'node:fs';
import type { TrustedPublisher } from '@baylink/shop-client';
import { Command } from 'commander';
import { tell } from '../say.js';
import { makeKeyFile, readKeyFile } from './key-file.js';

type Signs = NonNullable<TrustedPublisher['signs']>[number];

/** `baylink profile key`, `baylink firmware key`: of somebody who publishes. Shops name the public half in their policy. */
export const publisherKeyCommand = (signs: Signs): Command =>
  new Command('key')
    .description(`make a key to sign ${signs} with; prints the line for the policy of the shops that trust it`)
    .argument('<file>', 'where the private key is kept; a key that is there is used')
    .option('--name <name>', 'who the shops shall know it as', `Our own ${signs}`)
    .action(async (file: string, { name }: { name: string }) => {
      const { jwk } = existsSync(file) ? await readKeyFile(file, '') : await makeKeyFile(file);
      const publisher: TrustedPublisher = { name, key: jwk.x, signs: [signs] };
      tell(JSON.stringify({ publishers: [publisher] }));
    });
