import { readFileSync } from 'node:fs';
import { err, errorText, ok, type Result } from '@baylink/kernel';
import { DOIP_PORT, DOIP_TLS_PORT } from '@baylink/protocols/doip';
import { type DoipLinkOptions, openDoipLink, openDoipLinkAsDemanded } from '@baylink/transport-vehicle/doip';
import type { LinkKind } from '../link-kind.js';
import { oneOf, type PlaceOption, parsePlaceOptions, wholeNumber } from '../place-options.js';

/** An IPv6 address stands in brackets, so that its last group is not taken for a port. (RFC 3986 3.2.2) */
const BARE_IPV6 = /^[^[\]]*:[^[\]]*:[^[\]]*$/;

const file: PlaceOption<string> = { form: 'FILE', read: (text) => text || undefined };
const name: PlaceOption<string> = { form: 'NAME', read: (text) => text || undefined };
const version = oneOf('2', '3');

/** Plain. With an authority it is TLS where the entity demands that. */
export const doipKind: LinkKind = {
  form: 'doip:HOST[:PORT][?ca=FILE]',
  parse(text) {
    const tlsPort = wholeNumber('PORT', 1, 65535);
    const parsed = parsePlaceOptions('doip', text, { ca: file, cert: file, key: file, name, tls: tlsPort, version });
    if (!parsed.ok) return parsed;
    const { place, options } = parsed.value;
    const endpoint = endpointOf('doip', place, DOIP_PORT);
    if (!endpoint.ok) return endpoint;
    const settings = { ...endpoint.value, ...versionOf(options.version) };
    const { ca, cert, key, tls: port = DOIP_TLS_PORT } = options;
    if (ca === undefined && [cert, key, options.name, options.tls].every((value) => value === undefined))
      return ok({ place: settings, make: (parts) => openDoipLink({ ...settings, ...parts }) });
    const tls = tlsOf('doip', text, options);
    if (!tls.ok) return tls;
    return ok({
      place: { ...settings, tls: port },
      make: (parts) =>
        openDoipLinkAsDemanded(
          { ...settings, ...parts },
          { host: settings.host, port, ...versionOf(options.version), tls: tls.value, ...parts },
        ),
    });
  },
};

/** The same over TLS. Which authority is trusted is never left to the system: a vehicle is not a web site. */
export const doipTlsKind: LinkKind = {
  form: 'doips:HOST[:PORT]?ca=FILE',
  parse(text) {
    const parsed = parsePlaceOptions('doips', text, { ca: file, cert: file, key: file, name, version });
    if (!parsed.ok) return parsed;
    const { place, options } = parsed.value;
    const endpoint = endpointOf('doips', place, DOIP_TLS_PORT);
    if (!endpoint.ok) return endpoint;
    const tls = tlsOf('doips', text, options);
    if (!tls.ok) return tls;
    const settings = { ...endpoint.value, ...versionOf(options.version) };
    return ok({ place: settings, make: (parts) => openDoipLink({ ...settings, tls: tls.value, ...parts }) });
  },
};

const versionOf = (text: '2' | '3' | undefined): Pick<DoipLinkOptions, 'version'> =>
  text === undefined ? {} : { version: text === '2' ? 2 : 3 };

function endpointOf(kind: string, text: string, usual: number): Result<{ host: string; port: number }, string> {
  if (BARE_IPV6.test(text))
    return err(
      `--link ${kind}:${text}: an IPv6 address is written in brackets, as in ${kind}:[2001:db8::10]:${usual}.`,
    );
  const colon = text.lastIndexOf(':');
  const bare = colon === -1 || text.endsWith(']');
  const host = (bare ? text : text.slice(0, colon)).replace(/^\[|\]$/g, '');
  const port = bare ? usual : Number(text.slice(colon + 1));
  if (host === '' || !Number.isInteger(port) || port < 1 || port > 65535)
    return err(`--link ${kind}:${text}: the port must be a number from 1 to 65535, as in ${kind}:192.0.2.10:${usual}.`);
  return ok({ host, port });
}

type TlsFiles = { readonly [name in 'ca' | 'cert' | 'key' | 'name']?: string };

function tlsOf(
  kind: string,
  text: string,
  { ca, cert, key, name }: TlsFiles,
): Result<NonNullable<DoipLinkOptions['tls']>, string> {
  const fault = (what: string): Result<never, string> => err(`--link ${kind}:${text}: ${what}.`);
  if (ca === undefined)
    return fault(
      `ca=FILE is missing; give the certificate authority of this vehicle, as in ${kind}:192.0.2.10?ca=car.pem`,
    );
  if ((cert === undefined) !== (key === undefined)) return fault('cert=FILE and key=FILE belong together; give both');
  try {
    const own = cert === undefined || key === undefined ? {} : { cert: readPem(cert), key: readPem(key) };
    return ok({ ca: readPem(ca), ...own, ...(name === undefined ? {} : { name }) });
  } catch (cause) {
    return fault(`a file cannot be read (${errorText(cause)}); check its path`);
  }
}

function readPem(path: string): string {
  const text = readFileSync(path, 'latin1');
  if (!text.includes('-----BEGIN ')) throw new Error(`${path} holds no PEM block`);
  return text;
}
