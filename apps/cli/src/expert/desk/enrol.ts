import { setTimeout as pause } from 'node:timers/promises';
import { PublicApi } from '@baylink/transport-tunnel/http';
import { Command } from 'commander';
import { explain, tell, tellJson } from '../../say.js';
import { brokerUrl } from './broker-desk.js';
import { ExpertFolder } from './expert-folder.js';
import { type DeskOptions, deskOptions } from './options.js';
import { stopOfBroker } from './stops.js';

interface Options extends DeskOptions {
  readonly name: string;
  readonly wait: boolean;
}

const LOOK_AGAIN_MS = 1_000;

/** `baylink expert enrol`: a key, a code for the organisation, and the wait for its certificate. Safe to run again. */
export const enrolCommand = (): Command => {
  const command = new Command('enrol')
    .description('make a key and ask the organisation for a certificate')
    .requiredOption('--name <name>', 'your name, as shops see it')
    .option('--no-wait', 'do not wait for the certificate; run the same command again later')
    .action(enrol);
  for (const option of deskOptions()) command.addOption(option);
  return command;
};

async function enrol({ dir, broker, name, wait, json }: Options): Promise<void> {
  const folder = new ExpertFolder(dir);
  const api = new PublicApi(brokerUrl(broker));
  const signer = await folder.signerOrNew();
  const asked = await ask(api, folder, signer.jwk, name);
  if (json) tellJson({ event: 'enrolment', code: asked.code, thumbprint: signer.thumbprint });
  else tell(asked.code);
  explain(`Your key is ${signer.thumbprint}. The organisation signs with: baylink org certify ${asked.code}`);
  let { certificate } = asked;
  while (certificate === null && wait) {
    await pause(LOOK_AGAIN_MS);
    const seen = await api.enrolment(asked.code);
    if (seen.ok) certificate = seen.value.certificate;
    else if (seen.error.kind !== 'unreachable') throw stopOfBroker(seen.error);
  }
  if (certificate === null) return;
  folder.keepCertificate(certificate);
  if (json) tellJson({ event: 'certified', thumbprint: signer.thumbprint });
  else explain(`The certificate has arrived; it is kept in ${dir}.`);
}

/** An enrolment of this key that still waits is taken up again. */
async function ask(api: PublicApi, folder: ExpertFolder, jwk: Parameters<PublicApi['enrol']>[0], name: string) {
  const before = folder.enrolment;
  const known = before === undefined ? undefined : await api.enrolment(before);
  if (known?.ok && known.value.jwk.x === jwk.x && known.value.name === name) return known.value;
  const fresh = await api.enrol(jwk, name);
  if (!fresh.ok) throw stopOfBroker(fresh.error);
  folder.keepEnrolment(fresh.value.code);
  return fresh.value;
}
