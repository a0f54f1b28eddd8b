import { keysOf, openFileSignature, type ProgrammingPlan, thumbprintOf } from '@baylink/contracts';
import { type FilePublisher, publishersFor, type TrustedPublisher, type VehicleProfile } from '@baylink/safety';
import { publisherKey } from '../profile/publisher-key.js';

/** Who signed a file that lies staged under its digest, by the shop's own list: neither plan nor broker can add to it. */
export async function publisherOf(
  { sha256, size, signature }: ProgrammingPlan['file'],
  { make }: Pick<VehicleProfile, 'make'>,
  trusted: readonly TrustedPublisher[],
): Promise<FilePublisher> {
  if (signature === undefined) return { kind: 'unsigned' };
  const known = publishersFor(trusted, 'firmware', make).map(({ name, key }) => ({ name, jwk: publisherKey(key) }));
  const opened = await openFileSignature(signature, { sha256, size }, keysOf(...known.map(({ jwk }) => jwk)));
  if (!opened.ok) return opened.error;
  const signer = known.find(({ jwk }) => thumbprintOf(jwk) === opened.value);
  return signer === undefined
    ? { kind: 'untrusted', why: `it is signed by key ${opened.value}` }
    : { kind: 'verified', name: signer.name };
}
