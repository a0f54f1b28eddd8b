import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseLinkSpec } from '../link-spec.js';

const folder = mkdtempSync(join(tmpdir(), 'baylink-doip-'));
const ca = join(folder, 'ca.pem');
const noPem = join(folder, 'no.pem');
writeFileSync(ca, '-----BEGIN CERTIFICATE-----\n');
writeFileSync(noPem, 'hello');
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['doip:192.0.2.1', { host: '192.0.2.1', port: 13400 }],
  ['doip:[2001:db8::1]:1234?version=3', { host: '2001:db8::1', port: 1234, version: 3 }],
  [`doips:gateway.local?ca=${ca}`, { host: 'gateway.local', port: 3496 }],
  [`doips:192.0.2.1:3497?ca=${ca}&name=gateway&version=2`, { host: '192.0.2.1', port: 3497, version: 2 }],
])('%s', (text, place) => {
  expect(parseLinkSpec(text)).toMatchObject({ ok: true, value: { place } });
});

test.each([
  ['doips:192.0.2.1', /ca=FILE is missing; give the certificate authority/],
  [`doips:192.0.2.1?ca=${ca}&cert=${ca}`, /cert=FILE and key=FILE belong together/],
  ['doips:192.0.2.1?ca=/no/file', /cannot be read \(.*\/no\/file.*\); check its path/],
  [`doips:192.0.2.1?ca=${noPem}`, /holds no PEM block/],
  ['doips:2001:db8::1', /in brackets, as in doips:/],
  ['doip:192.0.2.1?ca=/no/ca.pem', /a file cannot be read \(.*\/no\/ca\.pem.*check its path/],
  ['doip:192.0.2.1?tls=3496', /ca=FILE is missing; give .* as in doip:192\.0\.2\.10\?ca=car\.pem/],
  ['doip:192.0.2.1?colour=red', /"colour" is no option of this link/],
  ['doip:192.0.2.1?version=1', /version is not "1"; give version=2 or 3/],
])('%s is refused', (text, sentence) => {
  expect(parseLinkSpec(text)).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
});
