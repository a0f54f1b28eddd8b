import { err, ok, type Result } from '@baylink/kernel';
import type { ScriptEntry } from '@baylink/twin';
import { loadSimScript } from './sim-link.js';

/** Where the car is: `slcan:PATH`, `doip:HOST[:PORT]`, or `sim:SCRIPT` for the sample car inside this process. */
export type LinkSpec =
  | { readonly kind: 'slcan'; readonly path: string }
  | { readonly kind: 'doip'; readonly host: string; readonly port: number }
  | { readonly kind: 'sim'; readonly script: readonly ScriptEntry[] };

const DOIP_PORT = 13400;

export function parseLinkSpec(text: string): Result<LinkSpec, string> {
  const [kind, rest = ''] = [text.split(':', 1)[0], text.slice(text.indexOf(':') + 1)];
  if (text.includes(':') && rest !== '') {
    if (kind === 'slcan') return ok({ kind, path: rest });
    if (kind === 'sim') {
      const script = loadSimScript(rest);
      return script.ok ? ok({ kind, script: script.value }) : script;
    }
    if (kind === 'doip') return parseDoip(rest);
  }
  return err(`--link ${text}: a link is slcan:PATH, doip:HOST[:PORT] or sim:SCRIPT.`);
}

/** An IPv6 address stands in brackets, so that its last group is not taken for a port. (RFC 3986 3.2.2) */
const BARE_IPV6 = /^[^[\]]*:[^[\]]*:[^[\]]*$/;

function parseDoip(rest: string): Result<LinkSpec, string> {
  if (BARE_IPV6.test(rest))
    return err(`--link doip:${rest}: an IPv6 address is written in brackets, as in doip:[2001:db8::10]:${DOIP_PORT}.`);
  const colon = rest.lastIndexOf(':');
  const host = (colon === -1 || rest.endsWith(']') ? rest : rest.slice(0, colon)).replace(/^\[|\]$/g, '');
  const port = colon === -1 || rest.endsWith(']') ? DOIP_PORT : Number(rest.slice(colon + 1));
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65535) {
    return err(`--link doip:${rest}: the port must be a number from 1 to 65535, as in doip:192.0.2.10:${DOIP_PORT}.`);
  }
  return ok({ kind: 'doip', host, port });
}
