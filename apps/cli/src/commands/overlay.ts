import { readFileSync, writeFileSync } from 'node:fs';
import { digestHex, sealProfile } from '@baylink/contracts';
import { errorText } from '@baylink/kernel';
import { overlayIn } from '@baylink/shop-client';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readKeyFile } from '../keys/key-file.js';
import { Stop, tell } from '../say.js';

/** `baylink profile sign`: the seal of an overlay, to lie beside its file. */
export const signOverlayCommand = (): Command =>
  new Command('sign')
    .description('sign an overlay; the signature goes beside it, FILE.jws')
    .argument('<overlay>', 'the overlay, JSON as docs/profiles.md has it')
    .requiredOption('--key <file>', 'the private key of `baylink profile key`')
    .action(async (file: string, { key }: { key: string }) => {
      const signer = await readKeyFile(key, 'make it with `baylink profile key`.');
      const bytes = read(file);
      const overlay = overlayIn(bytes);
      if (!overlay.ok) throw new Stop(exitCodes.usage, `${file} is no overlay: ${overlay.error}.`);
      const { id, version, units, stricterUnits } = overlay.value;
      const seal = await sealProfile(signer, { v: 1, profile: id, version, sha256: digestHex(bytes) });
      if (!seal.ok) throw new Stop(exitCodes.usage, `${file} cannot be signed: ${seal.error}.`);
      writeFileSync(`${file}.jws`, `${seal.value}\n`);
      tell(`${file}.jws: ${id} version ${version}, ${units.length} units, ${stricterUnits.length} made stricter`);
    });

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (failure) {
    throw new Stop(exitCodes.usage, `${file} cannot be read (${errorText(failure)}).`);
  }
}
