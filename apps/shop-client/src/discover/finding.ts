import type { Millivolts } from '@baylink/kernel';
import type { CapabilityCertificate } from '@baylink/transport-vehicle';

/** One place that was looked at. */
export interface Finding {
  /** "/dev/ttyUSB0", "192.0.2.10:13400". */
  readonly place: string;
  /** What to write after --link; `null` where nothing was recognised. */
  readonly link: string | null;
  readonly name: string;
  /** `true`: its self-test says so; `claimed`: only its own word or kind does; `null`: not known. */
  readonly programming: boolean | 'claimed' | null;
  readonly millivolts: Millivolts | null;
  /** What it can and cannot do, and what to do next, one plain sentence each. */
  readonly sentences: readonly string[];
}

/** As a certificate has it. */
export function programmingOf(certificate: CapabilityCertificate | undefined): Finding['programming'] {
  if (certificate === undefined) return null;
  const { programming } = certificate;
  return programming.able && programming.proof === 'claimed' ? 'claimed' : programming.able;
}

export const nothingAt = (place: string, ...sentences: string[]): Finding => ({
  place,
  link: null,
  name: 'not recognised',
  programming: null,
  millivolts: null,
  sentences,
});
