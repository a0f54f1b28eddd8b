import { connect } from 'node:net';
import type { TlsOptions as ServerOptions } from 'node:tls';
import { bytesOf } from '@baylink/kernel';
import { DoipGateway, diagnosticLinkContract, GATEWAY_UNIT, Heard, SimulatedClock } from '@baylink/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../certificates/index.js';
import { openDoipLink, type TlsOptions } from './index.js';

const HOST = '127.0.0.1';
const NOBODY = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };
const ENGINE = { to: 'unit', unit: GATEWAY_UNIT } as const;
const clock = new SimulatedClock();
const authority = await CertificateAuthority.create('Test authority');
const stranger = await CertificateAuthority.create('Another authority');
const certified = await authority.issue('gateway', { hosts: [HOST, 'gateway.invalid'] });
const ca = authority.certificate;
const DAY = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * DAY);

const released: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of released.splice(0)) await release();
});

/** `server` is `undefined` for a gateway that does not speak TLS. */
async function begin(server: ServerOptions | undefined, tls: TlsOptions) {
  const gateway = new DoipGateway(clock, {}, server);
  const port = await gateway.listen();
  const link = openDoipLink({ host: HOST, port, units: [GATEWAY_UNIT], clock, tls });
  const release = async () => {
    await link.close();
    await gateway.release();
  };
  return { gateway, port, link, release, heard: new Heard(link) };
}

async function managed(server: ServerOptions, tls: TlsOptions = { ca }) {
  const subject = await begin({ ...certified, ...server }, tls);
  released.push(subject.release);
  return subject;
}

diagnosticLinkContract('DoIP over TLS', async () => {
  const subject = await begin(certified, { ca });
  return {
    ...subject,
    unit: GATEWAY_UNIT,
    stranger: NOBODY,
    answer: (handler) => {
      subject.gateway.answer = ({ bytes }) => handler(bytes);
    },
    cut: () => subject.gateway.cut(),
  };
});

const REFUSED: readonly (readonly [string, ServerOptions, RegExp])[] = [
  ['another authority', await stranger.issue('gateway', { hosts: [HOST] }), /not issued by the authority in ca=FILE/],
  ['another name', await authority.issue('other', { hosts: ['192.0.2.1'] }), /for another name.*name=NAME/],
  [
    'an old certificate',
    await authority.issue('old', { hosts: [HOST], from: days(-2), until: days(-1) }),
    /has expired.*date of this computer/,
  ],
  [
    'a future certificate',
    await authority.issue('new', { hosts: [HOST], from: days(1), until: days(2) }),
    /not valid yet/,
  ],
  ["a client's certificate", await authority.issue('client', { hosts: [] }), /certificate of 127/],
  [
    'TLS 1.1',
    { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    /TLS 1.2 is the least|TLS handshake/,
  ],
];

describe('DoIP over TLS', () => {
  test.each(['TLSv1.2', 'TLSv1.3'] as const)('%s is spoken', async (version) => {
    const { link } = await managed({ minVersion: version, maxVersion: version });
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    expect((await link.send(ENGINE, bytesOf(0x3e, 0x80))).ok).toBe(true);
  });

  test.each(REFUSED)(
    '%s is refused in one sentence with the place, and no message is sent',
    async (_, server, sentence) => {
      const { link, port, heard } = await managed(server);
      const outcome = await link.open();
      expect(outcome).toMatchObject({ ok: false, error: { kind: 'refused' } });
      expect(outcome.ok || outcome.error.message).toMatch(sentence);
      expect(outcome.ok || outcome.error.message).toContain(`${HOST}:${port}`);
      expect(heard.events).toEqual([]);
    },
  );

  test("the certificate's own name may be given", async () => {
    const { link } = await managed({}, { ca, name: 'gateway.invalid' });
    expect((await link.open()).ok).toBe(true);
    const { link: other } = await managed({}, { ca, name: 'elsewhere.invalid' });
    expect(await other.open()).toMatchObject({ ok: false, error: { kind: 'refused' } });
  });

  test.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'an entity may ask for a certificate of the tester, %s',
    async (version) => {
      const asks: ServerOptions = { ca, requestCert: true, rejectUnauthorized: true, maxVersion: version };
      const own = await authority.issue('tester', { hosts: [] });
      expect((await (await managed(asks, { ca, ...own })).link.open()).ok).toBe(true);
      const none = await (await managed(asks)).link.open();
      expect(none.ok || none.error.message).toMatch(/certificate of the tester: give cert=FILE and key=FILE/);
      const foreign = await stranger.issue('tester', { hosts: [] });
      const refused = await (await managed(asks, { ca, ...foreign })).link.open();
      expect(refused.ok || refused.error.message).toMatch(/cert=FILE and key=FILE/);
    },
  );

  test('what does not speak TLS is told from what does not answer', async () => {
    const plain = await begin(undefined, { ca });
    released.push(plain.release);
    const outcome = await plain.link.open();
    expect(outcome.ok || outcome.error.message).toMatch(/does not speak TLS|ended the TLS connection/);
  });

  test('noise on the port of TLS costs nobody anything', async () => {
    const { port, link } = await managed({});
    const noise = connect(port, HOST);
    await new Promise((resolve) => noise.on('error', resolve).on('close', resolve).end('no TLS at all'));
    expect((await link.open()).ok).toBe(true);
  });
});
