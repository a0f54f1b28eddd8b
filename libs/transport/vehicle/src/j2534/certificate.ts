import { basename } from 'node:path';
import { byteCount, type Millivolts, type Result, showVolts } from '@baylink/kernel';
import type { CapabilityCertificate, LinkError } from '../link.js';
import type { Versions } from './host/talk.js';

/** ISO 15765-2 as J2534 carries it: twelve bits of length. */
export const LONGEST_MESSAGE = byteCount(4095);

export interface SeenAtOpening {
  readonly library: string;
  readonly versions: Versions;
  readonly bitRate: number;
  readonly units: number;
  readonly filters: number;
  readonly voltage: Result<Millivolts, LinkError>;
}

/** What the adapter showed while the link was opened, and what it only claims as a claim: its own loopback would put frames on the bus. */
export function certificateOf(seen: SeenAtOpening): CapabilityCertificate {
  const { library, versions, bitRate, units, filters, voltage } = seen;
  const heard =
    filters < units
      ? `It has room for ${filters} units at a time of ${units}: requests to all are answered by those only.`
      : undefined;
  return {
    adapter: `${basename(library)} ${versions.dll}, firmware ${versions.firmware}`,
    longestMessage: LONGEST_MESSAGE,
    programming: { able: true, proof: 'claimed' },
    sentences: [
      `The library has the interface of J2534 version ${versions.api} and says "${versions.apiText}".`,
      ...(versions.device === undefined ? [] : [`The adapter was opened as "${versions.device}".`]),
      `ISO 15765 at ${bitRate / 1000} kbit/s was opened: the adapter keeps ISO-TP's times itself, and carries up to ${LONGEST_MESSAGE} bytes.`,
      'It can program, as the adapter claims: long messages were not tried, because that takes a unit. The backup before a write is the first proof.',
      ...(heard === undefined ? [] : [heard]),
      voltage.ok
        ? `It measures the supply at the vehicle's plug: ${showVolts(voltage.value)}.`
        : 'It does not measure the supply: another voltage source is needed.',
      'No voltage is ever put on a pin, whatever the adapter could do.',
    ],
  };
}
