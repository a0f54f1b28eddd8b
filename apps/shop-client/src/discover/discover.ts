import { type Clock, err, ok, type Result, unreachable } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { discover as discoverEntities } from '@baylink/transport-vehicle/doip';
import type { Finding } from './finding.js';
import { lookAtLibrary, lookAtPort, lookAtTcp } from './look-at-adapter.js';
import { passThruLibraries } from './pass-thru-libraries.js';
import { serialPorts } from './serial-ports.js';

export interface DiscoverOptions {
  /** Serial ports, `tcp:HOST:PORT` or `j2534:LIBRARY`; none: every serial port that the system knows, and every pass-thru library that is installed. */
  readonly places: readonly string[];
  /** Whom to ask for DoIP entities: an address or a broadcast address, with a port or not. `undefined`: nobody. */
  readonly doip: string | undefined;
}

export interface Discovered {
  readonly findings: readonly Finding[];
  /** What could not be looked at, one sentence each. */
  readonly notes: readonly string[];
}

const DOIP_PORT = 13400;

/** Everything that is plugged in or answers, named and tested; or a sentence for a place that cannot be one. */
export async function discover(
  options: DiscoverOptions,
  clock: Clock = systemClock(),
): Promise<Result<Discovered, string>> {
  const wanted = options.places.map(parsePlace);
  for (const place of wanted) if (!place.ok) return place;
  const entity = options.doip === undefined ? ok(undefined) : parseHost(options.doip);
  if (!entity.ok) return entity;
  const notes: string[] = [];
  const findings: Finding[] = [];
  for (const place of wanted) {
    if (!place.ok) continue;
    const looked = await lookAt(place.value, clock);
    if (!looked.ok) return looked;
    findings.push(looked.value);
  }
  if (wanted.length === 0) {
    const listed = await serialPorts();
    if (!listed.ok) notes.push(listed.error);
    else for (const path of listed.value) findings.push(await lookAtPort(path, clock));
    for (const { library, name } of await passThruLibraries()) {
      const looked = await lookAtLibrary(`j2534:${library}`, clock);
      if (looked.ok) findings.push(looked.value.link === null ? { ...looked.value, name } : looked.value);
      else notes.push(looked.error);
    }
  }
  if (entity.value !== undefined) {
    const answered = await discoverEntities({ ...entity.value, clock });
    if (!answered.ok) notes.push(answered.error.message);
    else for (const each of answered.value.entities) findings.push(entityFinding(each.host, entity.value.port, each));
  }
  return ok({ findings, notes });
}

type Place =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'serial'; readonly path: string }
  | { readonly kind: 'library'; readonly spec: string };

async function lookAt(place: Place, clock: Clock): Promise<Result<Finding, string>> {
  switch (place.kind) {
    case 'tcp':
      return ok(await lookAtTcp(place.host, place.port, clock));
    case 'serial':
      return ok(await lookAtPort(place.path, clock));
    case 'library':
      return lookAtLibrary(place.spec, clock);
    default:
      return unreachable(place);
  }
}

function parsePlace(text: string): Result<Place, string> {
  if (text.startsWith('j2534:')) return ok({ kind: 'library', spec: text });
  if (!text.startsWith('tcp:')) return ok({ kind: 'serial', path: text });
  const [, host, digits] = /^tcp:(.+):(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65535))
    return err(`${text}: an adapter behind TCP is written as in tcp:192.168.0.10:35000, with a port from 1 to 65535.`);
  return ok({ kind: 'tcp', host, port });
}

function parseHost(text: string): Result<{ host: string; port: number }, string> {
  const [, host = '', digits] = /^([^:]+)(?::(\d+))?$/.exec(text) ?? [];
  const port = digits === undefined ? DOIP_PORT : Number(digits);
  if (host === '' || !(port >= 1 && port <= 65535))
    return err(
      `--doip ${text}: an IPv4 address is wanted, with a port from 1 to 65535 or none, as in 255.255.255.255.`,
    );
  return ok({ host, port });
}

const entityFinding = (
  host: string,
  port: number,
  { vin, logicalAddress }: { vin: string; logicalAddress: number },
): Finding => ({
  place: `${host}:${port}`,
  link: port === DOIP_PORT ? `doip:${host}` : `doip:${host}:${port}`,
  name: `DoIP entity 0x${logicalAddress.toString(16).toUpperCase().padStart(4, '0')} of vehicle ${vin}`,
  programming: 'claimed',
  millivolts: null,
  sentences: [
    'It carries messages of every length that a unit takes.',
    'It measures no voltage: name another source with --voltage.',
    'It can program, as its kind does: no message was sent to try it.',
  ],
});
