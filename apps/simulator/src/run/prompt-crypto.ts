import { KeyObject, verify, webcrypto } from 'node:crypto';

type Verify = webcrypto.SubtleCrypto['verify'];

/**
 * Signatures are checked in the turn in which they are asked for. Web Cryptography asks a pool of threads, whose speed
 * would have a say in the order of a run. Concerns the whole process: one that simulates does nothing else.
 */
export function checkSignaturesAtOnce(): void {
  const { subtle } = webcrypto;
  if (Object.hasOwn(subtle, 'verify')) return;
  const others = subtle.verify.bind(subtle);
  const atOnce: Verify = async (algorithm, key, signature, data) => {
    const name = typeof algorithm === 'string' ? algorithm : algorithm.name;
    if (name !== 'Ed25519') return others(algorithm, key, signature, data);
    return verify(null, viewOf(data), KeyObject.from(key), viewOf(signature));
  };
  Object.defineProperty(subtle, 'verify', { value: atOnce });
}

const viewOf = (bytes: webcrypto.BufferSource): Uint8Array =>
  ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
