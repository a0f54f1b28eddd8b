import { byteCount } from '@baylink/kernel';
import type { CapabilityCertificate } from './link.js';

/** Of a link whose protocol this machine speaks itself: only the medium ends a message. */
export const directCertificate = (
  medium: string,
  longestMessage: number,
  sentences: readonly string[] = [],
): CapabilityCertificate => ({
  adapter: medium,
  longestMessage: byteCount(longestMessage),
  programming: { able: true, proof: 'direct' },
  sentences,
});
