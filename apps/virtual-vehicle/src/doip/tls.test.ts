import { readFileSync, writeFileSync } from 'node:fs';
import { fromHex, hex } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import type { DiagnosticLink } from '@baylink/transport-vehicle';
import { CertificateAuthority } from '@baylink/transport-vehicle/certificates';
import { openDoipLink, openDoipLinkAsDemanded, type TlsOptions } from '@baylink/transport-vehicle/doip';
import { ENGINE, SAMPLE_VIN } from '@baylink/twin';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Entrance } from '../port.js';
import { VehicleRig } from '../vehicle.rig.js';

const clock = systemClock();
const VIN_ANSWER = `62f190${hex(new TextEncoder().encode(SAMPLE_VIN))}`;
let bench: VehicleRig;

beforeEach(() => {
  bench = new VehicleRig();
});

afterEach(() => bench.clear());

/** The VIN as the engine unit tells it, or the sentence that stands in the way. */
function vinOver(entrance: Entrance | undefined, tls?: TlsOptions): Promise<string> {
  return vinThrough(openDoipLink({ ...placeOf(entrance), ...(tls === undefined ? {} : { tls }) }));
}

const placeOf = (entrance: Entrance | undefined) => ({
  host: '127.0.0.1',
  port: Number(entrance?.place.port),
  units: [ENGINE],
  clock,
});

async function vinThrough(link: DiagnosticLink): Promise<string> {
  const answer = new Promise<string>((resolve) => {
    link.listen((event) => event.kind === 'message' && resolve(hex(event.bytes)));
  });
  try {
    const opened = await link.open();
    if (!opened.ok) return opened.error.message;
    const sent = await link.send({ to: 'unit', unit: ENGINE }, fromHex('22f190') ?? new Uint8Array());
    return sent.ok ? await answer : sent.error.message;
  } finally {
    await link.close();
  }
}

test('an authority is made at the start and written where testers find it', async () => {
  const path = bench.at('ca.pem');
  const { entrances } = await bench.start({ doipTls: `127.0.0.1:0?ca=${path}` });
  expect(await vinOver(entrances.doipTls, { ca: readFileSync(path, 'latin1') })).toBe(VIN_ANSWER);
});

test('[C33][DIP-R33] where TLS is demanded the plain entrance says so, and TLS works', async () => {
  const path = bench.at('ca.pem');
  const { entrances } = await bench.start({ doip: '127.0.0.1:0?tls=demanded', doipTls: `127.0.0.1:0?ca=${path}` });
  expect(await vinOver(entrances.doip)).toMatch(/code 0x07 \(it asks for a TLS connection\): use doips:/);
  expect(await vinOver(entrances.doipTls, { ca: readFileSync(path, 'latin1') })).toBe(VIN_ANSWER);
});

test('[DIP-R62] who has an authority goes to TLS where it is demanded, and not back where that fails', async () => {
  const path = bench.at('ca.pem');
  const { entrances } = await bench.start({ doip: '127.0.0.1:0?tls=demanded', doipTls: `127.0.0.1:0?ca=${path}` });
  const ca = readFileSync(path, 'latin1');
  const demanded = (tls: TlsOptions) =>
    openDoipLinkAsDemanded(placeOf(entrances.doip), { ...placeOf(entrances.doipTls), tls });
  expect(await vinThrough(demanded({ ca }))).toBe(VIN_ANSWER);
  const { certificate } = await CertificateAuthority.create('Somebody else');
  expect(await vinThrough(demanded({ ca: certificate }))).toMatch(/was not issued by the authority in ca=FILE/);
});

test('[DIP-R62] an entity that has demanded TLS is not asked plainly again, even where it would take that', async () => {
  const path = bench.at('ca.pem');
  const strict = await bench.start({ doip: '127.0.0.1:0?tls=demanded', doipTls: `127.0.0.1:0?ca=${path}` });
  const ca = readFileSync(path, 'latin1');
  const secured = { ...placeOf(strict.entrances.doipTls), tls: { ca } };
  const place = placeOf(strict.entrances.doip);
  expect(await vinThrough(openDoipLinkAsDemanded(place, secured))).toBe(VIN_ANSWER);
  await strict.stop();
  await bench.start({ doip: `127.0.0.1:${place.port}` });
  expect(await vinThrough(openDoipLinkAsDemanded(place, secured))).toMatch(/^Nothing answers at /);
});

test('[DIP-R62] where the entity takes a plain link it stays plain', async () => {
  const { entrances } = await bench.start({ doip: '127.0.0.1:0' });
  const nowhere = { ...placeOf(undefined), port: 1, tls: { ca: '' } };
  expect(await vinThrough(openDoipLinkAsDemanded(placeOf(entrances.doip), nowhere))).toBe(VIN_ANSWER);
});

test("files may be given, and testers' certificates may be asked for", async () => {
  const authority = await CertificateAuthority.create('Files');
  const { cert, key } = await authority.issue('gateway', { hosts: ['127.0.0.1'] });
  for (const [name, text] of Object.entries({ cert, key, ca: authority.certificate }))
    writeFileSync(bench.at(name), text);
  const files = `cert=${bench.at('cert')}&key=${bench.at('key')}&testers=${bench.at('ca')}`;
  const { entrances } = await bench.start({ doipTls: `127.0.0.1:0?${files}` });
  const ca = authority.certificate;
  expect(await vinOver(entrances.doipTls, { ca, ...(await authority.issue('tester', { hosts: [] })) })).toBe(
    VIN_ANSWER,
  );
  expect(await vinOver(entrances.doipTls, { ca })).toMatch(/give cert=FILE and key=FILE|cert=FILE and key=FILE where/);
});

test.each([
  ['127.0.0.1:0?ca=/no/folder/ca.pem', /a file cannot be used \(.*\/no\/folder\/ca\.pem.*check its path/],
  ['127.0.0.1:0?cert=/no/file', /cert=FILE and key=FILE belong together/],
  ['127.0.0.1:0?colour=red', /"colour=red" .* cannot be used: give ca, cert, key, testers/],
  ['127.0.0.1:99999', /is not HOST:PORT/],
])('%s is refused in one sentence', async (doipTls, sentence) => {
  expect(await bench.refusal({ doipTls })).toMatch(sentence);
});
