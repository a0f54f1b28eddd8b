import type { Clock } from '@baylink/kernel';
import { unreachable } from '@baylink/kernel';
import type { DiagnosticLink, Tap, UnitAddress } from '@baylink/transport-vehicle';
import { openDoipLink } from '@baylink/transport-vehicle/doip';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import type { LinkSpec } from './link-spec.js';
import { openSimLink } from './sim-link.js';

export interface LinkParts {
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  readonly tap?: Tap;
}

/** The link of a specification, not opened yet. */
export function makeLink(spec: LinkSpec, parts: LinkParts): DiagnosticLink {
  const { units, clock } = parts;
  const tap = parts.tap ? { tap: parts.tap } : {};
  switch (spec.kind) {
    case 'slcan':
      return openIsoTpLink({ canLink: openSlcanLink({ path: spec.path, clock, ...tap }), units, clock });
    case 'doip':
      return openDoipLink({ host: spec.host, port: spec.port, units, clock, ...tap });
    case 'sim':
      return openSimLink({ script: spec.script, units, clock, ...tap });
    default:
      return unreachable(spec);
  }
}
