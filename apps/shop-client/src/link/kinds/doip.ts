import { err, ok } from '@baylink/kernel';
import { openDoipLink } from '@baylink/transport-vehicle/doip';
import type { LinkKind } from '../link-kind.js';

const DOIP_PORT = 13400;
/** An IPv6 address stands in brackets, so that its last group is not taken for a port. (RFC 3986 3.2.2) */
const BARE_IPV6 = /^[^[\]]*:[^[\]]*:[^[\]]*$/;

export const doipKind: LinkKind = {
  form: 'doip:HOST[:PORT]',
  parse(text) {
    if (BARE_IPV6.test(text))
      return err(
        `--link doip:${text}: an IPv6 address is written in brackets, as in doip:[2001:db8::10]:${DOIP_PORT}.`,
      );
    const colon = text.lastIndexOf(':');
    const bare = colon === -1 || text.endsWith(']');
    const host = (bare ? text : text.slice(0, colon)).replace(/^\[|\]$/g, '');
    const port = bare ? DOIP_PORT : Number(text.slice(colon + 1));
    if (host === '' || !Number.isInteger(port) || port < 1 || port > 65535)
      return err(`--link doip:${text}: the port must be a number from 1 to 65535, as in doip:192.0.2.10:${DOIP_PORT}.`);
    return ok({ place: { host, port }, make: (parts) => openDoipLink({ host, port, ...parts }) });
  },
};
