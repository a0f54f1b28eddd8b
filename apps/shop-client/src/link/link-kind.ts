import type { Clock, Result } from '@baylink/kernel';
import type { DiagnosticLink, Tap, UnitAddress } from '@baylink/transport-vehicle';

/** What every kind of link is made with. */
export interface LinkParts {
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  readonly tap?: Tap;
}

/** One way into a car, as `--link KIND:PLACE` names it. */
export interface LinkKind {
  /** How it is written, such as "slcan:PATH". */
  readonly form: string;
  /** Understands what stands after the colon, which is never empty; a fault is one sentence that begins with `--link`. */
  parse(place: string): Result<LinkPlace, string>;
}

/** Where the car is, and how to make a link to it that is not opened yet. */
export interface LinkPlace {
  readonly place: unknown;
  make(parts: LinkParts): DiagnosticLink;
}
