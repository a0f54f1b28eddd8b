import { type Clock, err, ok, type Result } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { discover as discoverEntities } from '@baylink/transport-vehicle/doip';
import type { Finding } from './finding.js';
import { lookAtPort, lookAtTcp } from './look-at-adapter.js';
import { serialPorts } from './serial-ports.js';

export interface DiscoverOptions {
  /** Serial ports, or `tcp:HOST:PORT`; none: every serial port that the system knows. */
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
    const { host, port, path } = place.value;
    findings.push(host === undefined ? await lookAtPort(path, clock) : await lookAtTcp(host, port, clock));
  }
  if (wanted.length === 0) {
    const listed = await serialPorts();
    if (!listed.ok) notes.push(listed.error);
    else for (const path of listed.value) findings.push(await lookAtPort(path, clock));
  }
  if (entity.value !== undefined) {
    const answered = await discoverEntities({ ...entity.value, clock });
    if (!answered.ok) notes.push(answered.error.message);
    else for (const each of answered.value.entities) findings.push(entityFinding(each.host, entity.value.port, each));
  }
  return ok({ findings, notes });
}

type Place =
  | { readonly host: string; readonly port: number; readonly path?: undefined }
  | { readonly host?: undefined; readonly port?: undefined; readonly path: string };

function parsePlace(text: string): Result<Place, string> {
  if (!text.startsWith('tcp:')) return ok({ path: text });
  const [, host, digits] = /^tcp:(.+):(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || !(port >= 1 && port <= 65535))
    return err(`${text}: an adapter behind TCP is written as in tcp:192.168.0.10:35000, with a port from 1 to 65535.`);
  return ok({ host, port });
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
  programming: true,
  millivolts: null,
  sentences: [
    'It carries messages of every length that a unit takes.',
    'It measures no voltage: name another source with --voltage.',
    'It can program.',
  ],
});
