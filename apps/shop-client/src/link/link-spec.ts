import { err, ok, type Result } from '@baylink/kernel';
import type { LinkPlace } from './link-kind.js';
import { LINK_KINDS } from './link-kinds.table.js';

export interface LinkSpec extends LinkPlace {
  readonly kind: string;
}

/** `KIND:PLACE`, such as `slcan:/dev/ttyACM0`. */
export function parseLinkSpec(text: string): Result<LinkSpec, string> {
  const [, name = '', place = ''] = /^([^:]+):(.+)$/s.exec(text) ?? [];
  const kind = LINK_KINDS.get(name);
  if (kind === undefined || place === '')
    return err(`--link ${text}: a link is ${[...LINK_KINDS.values()].map(({ form }) => form).join(' or ')}.`);
  const parsed = kind.parse(place);
  return parsed.ok ? ok({ kind: name, ...parsed.value }) : parsed;
}
