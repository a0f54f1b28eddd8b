const SECURITY_ACCESS = 0x27;
const SECURITY_ACCESS_POSITIVE = 0x67;
const HEAD = 2;

/** Seeds and keys stay out of every record (I23): of a SecurityAccess message the service and its sub-function are kept. */
export function withoutSecrets(bytes: Uint8Array): { kept: Uint8Array; withheld: number } {
  const secret = bytes[0] === SECURITY_ACCESS || bytes[0] === SECURITY_ACCESS_POSITIVE;
  const kept = secret ? bytes.subarray(0, HEAD) : bytes;
  return { kept, withheld: bytes.length - kept.length };
}
