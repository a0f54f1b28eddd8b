import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { bytesOf, hex, seconds } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { Heard } from '@baylink/testing';
import type { DiagnosticLink, LinkEvent, UnitAddress } from '@baylink/transport-vehicle';
import { CertificateAuthority } from '@baylink/transport-vehicle/certificates';
import { discover, openDoipLink } from '@baylink/transport-vehicle/doip';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { missingPeers } from './peer.js';

/* An entity of which nobody here wrote a byte format: Scapy's DoIP, and its answering machine as the units. */
const hints = await missingPeers();
const clock = systemClock();
const unit = (logical: number): UnitAddress => ({ logical, can: { request: 0x700, response: 0x708 } });
const ENGINE = unit(0x1001);
const BODY = unit(0x1002);
const STRANGER = unit(0x1999);
const TESTER = 0x0e80;

const folder = mkdtempSync(join(tmpdir(), 'baylink-entity-'));
const authority = await CertificateAuthority.create('Authority of a foreign entity');
const { cert, key } = await authority.issue('entity', { hosts: ['127.0.0.1'] });
writeFileSync(join(folder, 'cert.pem'), cert);
writeFileSync(join(folder, 'key.pem'), key);

interface Entity {
  readonly child: ChildProcess;
  readonly port: number;
}

async function start(certificate: readonly string[]): Promise<Entity> {
  const script = join(import.meta.dirname, 'peers/doip_entity.py');
  const child = spawn('/usr/bin/python3', ['-B', script, ...certificate], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface({ input: child.stdout })) return { child, port: JSON.parse(line).port };
  throw new Error('the entity has ended: look at what it wrote to stderr');
}

const entities: Entity[] = [];
afterAll(async () => {
  for (const { child } of entities) {
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  }
  rmSync(folder, { recursive: true, force: true });
});

const WAYS = [
  { way: 'plain', certificate: [], tls: undefined },
  {
    way: 'over TLS',
    certificate: [join(folder, 'cert.pem'), join(folder, 'key.pem')],
    tls: { ca: authority.certificate },
  },
] as const;

describe.each(WAYS)("Scapy's entity, $way", ({ certificate, tls }) => {
  let port = 0;
  let link: DiagnosticLink;
  let heard: Heard<LinkEvent>;

  beforeAll(async () => {
    if (hints !== undefined) return;
    const entity = await start(certificate);
    entities.push(entity);
    port = entity.port;
  });

  beforeEach(async (ctx) => {
    ctx.skip(hints !== undefined, hints);
    link = openDoipLink({
      host: '127.0.0.1',
      port,
      units: [ENGINE, BODY, STRANGER],
      testerAddress: TESTER,
      clock,
      ...(tls && { tls, version: 2 }),
    });
    heard = new Heard(link);
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    return () => link.close();
  });

  const ask = async (to: UnitAddress, ...request: number[]): Promise<string> => {
    const before = heard.of('message').length;
    const sent = await link.send({ to: 'unit', unit: to }, bytesOf(...request));
    if (!sent.ok) return sent.error.message;
    return hex((await heard.until('message', before + 1))[before]?.bytes ?? bytesOf());
  };

  test('[C32] it is found over UDP', async () => {
    const found = await discover({ host: '127.0.0.1', port, timeout: seconds(1), clock });
    expect(found).toMatchObject({
      ok: true,
      value: { entities: [{ logicalAddress: 0x1000, vin: 'SCAPYENTITY000001' }], dropped: 0 },
    });
  });

  test('[C36] sessions, security and identification, however the stream is cut', async () => {
    expect(await ask(ENGINE, 0x27, 0x01)).toBe('7f2710');
    for (let round = 0; round < 4; round++) {
      expect(await ask(ENGINE, 0x10, 0x03)).toMatch(/^5003/);
      expect(await ask(ENGINE, 0x27, 0x01)).toBe('670112345678');
      expect(await ask(BODY, 0x27, 0x01)).toBe('7f2710');
      expect(await ask(ENGINE, 0x22, 0xf1, 0x90)).toBe(`62f190${hex(new TextEncoder().encode('SCAPYENTITY000001'))}`);
    }
  });

  test('[C36] an answer of five thousand bytes', async () => {
    const answers = [await ask(ENGINE, 0x22, 0xf1, 0xa0), await ask(ENGINE, 0x22, 0xf1, 0xa0)];
    const whole = `62f1a0${hex(Uint8Array.from({ length: 5120 }, (_, i) => i & 0xff))}`;
    expect(answers).toEqual([whole, whole]);
  });

  test('[C37] an alive check in mid-request is answered with the address of this tester', async () => {
    expect(await ask(ENGINE, 0x22, 0xf1, 0x86)).toBe('62f1860e80');
  });

  test('[C34] a unit that it does not know is refused with a sentence, and the link lives', async () => {
    expect(await ask(STRANGER, 0x3e, 0x00)).toMatch(/0x1999.*\.$/);
    expect(await ask(ENGINE, 0x3e, 0x00)).toBe('7e00');
  });

  test('[C21] a functional request is answered by each of its units', async () => {
    await link.send({ to: 'functional' }, bytesOf(0x3e, 0x00));
    const answers = await heard.until('message', 2);
    expect(answers.map(({ from, bytes }) => [from.logical, hex(bytes)])).toEqual([
      [0x1001, '7e00'],
      [0x1002, '7e00'],
    ]);
  });
});
