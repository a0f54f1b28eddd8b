import { readFileSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { type Clock, err, errorText, ok, type Result } from '@baylink/kernel';
import { DOIP_TLS_PORT } from '@baylink/protocols/doip';
import { CertificateAuthority } from '@baylink/transport-vehicle/certificates';
import type { RunningCar } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { type Endpoint, parseEndpoint, showEndpoint } from './endpoint.js';
import { type Datagrams, Gateway } from './gateway.js';
import { closeSockets, keepSockets } from './kept-sockets.js';
import { parsePlace } from './place.js';
import { listen } from './sockets.js';

const file = (path: string): string | undefined => path || undefined;

interface Files {
  /** Where the certificate authority that is made at the start is written, for testers to pin. */
  readonly ca?: string;
  /** A certificate and its key to be used instead. */
  readonly cert?: string;
  readonly key?: string;
  /** Authority whose certificates testers have to show. */
  readonly testers?: string;
}

/** The car's DoIP gateway behind TLS 1.2 or 1.3. (ISO 13400-2:2019) */
export const doipTlsEntrance: EntranceKind = {
  title: 'DoIP, TLS',
  flag: '--doip-tls <host:port>',
  help: 'DoIP over TLS; ?ca=FILE is written for testers to pin; or ?cert=FILE&key=FILE; &testers=CA asks for their certificates',
  async open(text, car, clock) {
    const parsed = parsePlace(text, { ca: file, cert: file, key: file, testers: file });
    if (!parsed.ok) return parsed;
    const wanted = parseEndpoint(parsed.value.place, DOIP_TLS_PORT);
    if (!wanted.ok) return wanted;
    const settings = await settingsFrom(parsed.value.options, wanted.value.host);
    if (!settings.ok) return settings;
    const server = createServer({ ...settings.value, minVersion: 'TLSv1.2' });
    const bound = await listen(server, wanted.value);
    return bound.ok ? ok(new BoundTlsPort(server, bound.value, car, clock)) : bound;
  },
};

/** Discovery is not encrypted: it belongs to the plain entrance. */
const SILENT: Datagrams = { send: () => undefined, announce: () => undefined };

class BoundTlsPort implements Entrance {
  readonly place: { readonly host: string; readonly port: number };
  readonly shown: string;
  readonly #open = keepSockets();
  readonly #leave: () => void;

  constructor(
    private readonly server: Server,
    bound: Endpoint,
    car: RunningCar,
    clock: Clock,
  ) {
    this.place = { ...bound };
    this.shown = showEndpoint(bound);
    const gateway = Gateway.of(car, clock);
    // Kept from its first byte on: a handshake that never ends must not keep the server from closing.
    server.on('connection', (socket) => this.#open.keep(socket));
    this.#leave = gateway.join(SILENT);
    server.on('secureConnection', (socket) => gateway.accept(socket.setNoDelay(true), 'tls'));
  }

  close(): Promise<void> {
    this.#leave();
    return closeSockets(this.server, this.#open);
  }
}

/** Files as they are given, or an authority of its own for as long as the process lives. */
async function settingsFrom(files: Files, host: string): Promise<Result<TlsOptions, string>> {
  const { ca, cert, key, testers } = files;
  if ((cert === undefined) !== (key === undefined))
    return err('--doip-tls: cert=FILE and key=FILE belong together: give both.');
  try {
    const asked =
      testers === undefined ? {} : { ca: readFileSync(testers), requestCert: true, rejectUnauthorized: true };
    if (cert !== undefined && key !== undefined)
      return ok({ cert: readFileSync(cert), key: readFileSync(key), ...asked });
    const authority = await CertificateAuthority.create('Sample car, test authority');
    if (ca !== undefined) writeFileSync(ca, authority.certificate);
    return ok({ ...(await authority.issue('Sample car, gateway', { hosts: namesOf(host) })), ...asked });
  } catch (cause) {
    return err(`--doip-tls: a file cannot be used (${errorText(cause)}): check its path.`);
  }
}

/** Every name under which testers may reach this entrance. */
function namesOf(host: string): string[] {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return [...new Set(['localhost', hostname(), host, ...own.map(({ address }) => address)])].filter(isName);
}

const isName = (name: string): boolean => name !== '' && name !== '0.0.0.0' && name !== '::';
