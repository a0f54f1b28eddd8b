import { unreachable } from '@baylink/kernel';
import type { FilePublisher } from '../facts/facts.js';
import type { VehicleProfile } from '../profile/profile.js';

interface PublisherFault {
  readonly rule: number;
  readonly measured: string;
  /** A clause. */
  readonly why: string;
}

/** Why a file of this publisher is not written to this vehicle. */
export function publisherFault(
  publisher: FilePublisher,
  { publisherRequired }: Pick<VehicleProfile, 'publisherRequired'>,
): PublisherFault | undefined {
  if (publisher.kind === 'wrong')
    return {
      rule: 10,
      measured: 'a wrong signature',
      why: `the signature of its publisher is wrong, ${publisher.why}`,
    };
  if (publisher.kind === 'verified' || !publisherRequired) return undefined;
  return {
    rule: 5,
    measured: publisher.kind === 'unsigned' ? 'no publisher' : 'an unknown publisher',
    why: `this vehicle asks for a publisher that the shop trusts, and ${publisherWords(publisher)}`,
  };
}

/** A clause for people, whether it matters here or not. */
export function publisherWords(publisher: FilePublisher): string {
  switch (publisher.kind) {
    case 'verified':
      return `its publisher is ${publisher.name}`;
    case 'unsigned':
      return 'no publisher has signed it';
    case 'untrusted':
      return `its publisher is not known here: ${publisher.why}`;
    case 'wrong':
      return `the signature of its publisher is wrong: ${publisher.why}`;
    default:
      return unreachable(publisher);
  }
}
