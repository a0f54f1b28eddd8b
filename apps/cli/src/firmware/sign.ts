import { writeFileSync } from 'node:fs';
import { digestHex, signFile } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readFile } from '../expert/plan/firmware-file.js';
import { readKeyFile } from '../keys/key-file.js';
import { Stop, tell } from '../say.js';

interface Options {
  readonly key: string;
  readonly out?: string;
}

/** `baylink firmware sign`: what a publisher gives away with a file. It is over every byte of it, and says nothing of what is inside. */
export const signCommand = (): Command =>
  new Command('sign')
    .description('sign a firmware file as its publisher; the signature goes beside it, FILE.jws')
    .argument('<file>', 'the file, byte for byte as shops will get it')
    .requiredOption('--key <file>', 'the private key of `baylink firmware key`')
    .option('--out <file>', 'where the signature goes instead')
    .action(async (file: string, { key, out = `${file}.jws` }: Options) => {
      const signer = await readKeyFile(key, 'make it with `baylink firmware key`.');
      const bytes = readFile(file);
      const sha256 = digestHex(bytes);
      const signed = await signFile(signer, { sha256, size: bytes.length });
      if (!signed.ok) throw new Stop(exitCodes.usage, `${file} cannot be signed: ${signed.error}.`);
      write(out, `${signed.value}\n`);
      tell(`${out}: ${bytes.length} bytes, SHA-256 ${sha256}, signed by key ${signer.thumbprint}`);
    });

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be written (${errorText(failure)}); name another file with --out.`);
  }
}
