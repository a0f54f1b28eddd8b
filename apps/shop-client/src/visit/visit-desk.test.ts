import {
  type Effect,
  type ExpertBody,
  expertEnvelopeOf,
  issueCertificate,
  newId,
  type Organisation,
  openShopEnvelope,
  type Signer,
  type StreamPayload,
  sealEnvelope,
} from '@baylink/contracts';
import { SimulatedClock } from '@baylink/testing';
import { expect, test } from 'vitest';
import { certificate, expert, IDS, root, shop, stranger } from '../../test/parties.js';
import { tempFolder } from '../../test/temp-folder.js';
import { countingChance, hello, OPENING } from '../../test/visit-bench.js';
import { nodeDisk } from '../disk/node-disk.js';
import { LedgerShelf } from '../ledger/ledger-shelf.js';
import { Staging } from '../staging/staging.js';
import type { ShopServices } from './conversation.js';
import { FileDesk } from './file-desk.js';
import { VisitDesk } from './visit-desk.js';

const ORGANISATION: Organisation = { name: 'Org', root: root.jwk, thumbprint: root.thumbprint };

async function issued(by: Signer = root, change: Partial<typeof certificate> = {}): Promise<string> {
  const { v: _v, iss: _iss, sub: _sub, effects, ...fields } = { ...certificate, ...change };
  const made = await issueCertificate(by, { ...fields, effects: effects as Effect[], serial: newId(countingChance()) });
  if (!made.ok) throw new Error(made.error);
  return made.value;
}

function bench(organisation: Organisation | null = ORGANISATION) {
  const folder = tempFolder();
  const clock = new SimulatedClock();
  const troubles: string[] = [];
  const turnedAway: string[] = [];
  const sent: StreamPayload[] = [];
  const room = { left: Number.POSITIVE_INFINITY };
  const ended: string[] = [];
  const trouble = (sentence: string) => void troubles.push(sentence);
  const shelf = new LedgerShelf(
    { disk: nodeDisk(), folder, clock, signer: shop, hearFailure: trouble },
    () => undefined,
    () => undefined,
  );
  const desk = new VisitDesk({
    shop,
    clock,
    chance: countingChance(),
    shelf,
    organisation: () => organisation ?? undefined,
    send: (_, payload) => {
      if (room.left <= 0) return false;
      room.left -= 1;
      sent.push(payload);
      return true;
    },
    refuseVisit: (visit) => void turnedAway.push(visit),
    opening: () => OPENING,
    files: () => new FileDesk(new Staging(nodeDisk(), folder)),
    services: (visit) =>
      ({
        welcome: (id: string, expertNonce: string) => ({
          kind: 'welcome',
          id,
          nonce: visit.nonce ?? '',
          expertNonce,
          shop: shop.thumbprint,
          shopName: 'Bay 1',
          version: 1,
          time: 0,
          vehicle: { vin: null, make: 'm', profile: 'p' },
          agreements: [],
          runs: [],
        }),
        stop: () => ({ ok: true, value: 'stopped' }),
      }) as unknown as ShopServices,
    trouble,
    changed: () => undefined,
    ended: (visit, why) => void ended.push(`${visit} ${why}`),
  });
  const offer = (jws: string, visit = IDS.visit, by = expert.thumbprint) =>
    desk.opened({ visit, case: IDS.case, expert: by, certificate: jws });
  const hear = async (seq: number, body: ExpertBody) => {
    const scope = { visit: IDS.visit, from: expert.thumbprint, to: shop.thumbprint };
    const nonce = body.kind === 'hello' ? null : (desk.current?.nonce ?? '');
    const jws = await sealEnvelope(expert, expertEnvelopeOf(scope, seq, nonce, body, clock.wall()));
    await desk.payload(IDS.visit, { kind: 'envelope', jws: jws.ok ? jws.value : '' });
    await desk.current?.flushed();
  };
  const kinds = async () =>
    Promise.all(
      sent.map(async (payload) => {
        const opened = payload.kind === 'envelope' ? await openShopEnvelope(payload.jws, shop.jwk) : undefined;
        return opened?.ok ? `${opened.value.payload.seq} ${opened.value.payload.body.kind}` : 'nothing';
      }),
    );
  return { desk, clock, shelf, offer, hear, kinds, room, troubles, turnedAway, ended };
}

test('[SHP-R46] an expert with a certificate of the pinned root is let in and recorded', async () => {
  const { desk, offer, troubles, turnedAway } = bench();
  expect(desk.authority().known).toBe(false);
  await offer(await issued());
  expect(troubles).toEqual([]);
  expect(turnedAway).toEqual([]);
  expect(desk.banner()).toMatchObject({ expert: 'Ada', organisation: 'Org', online: true });
  expect(desk.recorded).toBe(true);
  expect(desk.authority()).toMatchObject({ known: true, value: { pinnedRoot: true, revoked: false } });
  await offer(await issued());
  expect(turnedAway).toEqual([]);
});

test.each<[string, () => Promise<string>]>([
  ['of another root', () => issued(stranger)],
  ['that has expired', () => issued(root, { exp: certificate.iat - 5 })],
  ['of another expert', () => issued(root, { jwk: stranger.jwk })],
  ['that is none', async () => 'nonsense'],
])('[SHP-R46] a certificate %s lets nobody in, and no record is begun', async (_, make) => {
  const { desk, offer, troubles, turnedAway, shelf } = bench();
  await offer(await make());
  expect(desk.current).toBeUndefined();
  expect(desk.authority().known).toBe(false);
  expect(turnedAway).toEqual([IDS.visit]);
  expect(troubles).toEqual([expect.stringMatching(/^An expert was not let in: /)]);
  expect(shelf.get(IDS.visit)).toBeUndefined();
});

test.each([
  ['is not paired', null],
  ['is paired with another organisation', { ...ORGANISATION, root: stranger.jwk, thumbprint: stranger.thumbprint }],
])('[SHP-R46] a shop that %s lets nobody in', async (_, organisation) => {
  const { desk, offer, turnedAway } = bench(organisation);
  await offer(await issued());
  expect(desk.current).toBeUndefined();
  expect(turnedAway).toEqual([IDS.visit]);
});

test('[SHP-R46] a second visit is turned away while the first is there, and may come when it has ended', async () => {
  const { desk, offer, turnedAway, troubles, ended } = bench();
  const second = 'W'.repeat(22);
  await offer(await issued());
  await offer(await issued(), second);
  expect(turnedAway).toEqual([second]);
  expect(troubles).toEqual([expect.stringContaining('Ada is connected already')]);
  expect(desk.current?.options.id).toBe(IDS.visit);
  desk.close(second, 'nobody');
  expect(ended).toEqual([]);
  desk.close(IDS.visit, 'the expert left');
  expect(ended).toEqual([`${IDS.visit} the expert left`]);
  await offer(await issued(), second);
  expect(desk.current?.options.id).toBe(second);
});

test('[SHP-R46] a visit whose record was closed is not opened again', async () => {
  const { desk, offer, shelf, troubles } = bench();
  await offer(await issued());
  desk.close(IDS.visit, 'over');
  await shelf.finish(IDS.visit, 'over');
  await offer(await issued());
  expect(desk.current).toBeUndefined();
  expect(troubles).toEqual([expect.stringContaining('was closed here before')]);
});

test('[SHP-R47] what has no room waits in order, live values do not, and all of it keeps its numbers', async () => {
  const { desk, offer, hear, kinds, room } = bench();
  await offer(await issued());
  await hear(0, hello);
  room.left = 0;
  const voltage = { kind: 'voltage', at: '', millivolts: null, source: 's', sentence: 's' } as const;
  await hear(1, { kind: 'stop', id: 'a'.repeat(22), job: 'j'.repeat(22) });
  for (let i = 0; i < 5; i++) desk.say(voltage);
  await hear(2, { kind: 'stop', id: 'b'.repeat(22), job: 'j'.repeat(22) });
  expect(await kinds()).toEqual(['0 welcome']);
  room.left = 1;
  desk.drained(IDS.visit);
  expect(await kinds()).toEqual(['0 welcome', '1 answer']);
  room.left = 9;
  desk.drained(IDS.visit);
  desk.say(voltage);
  await desk.current?.flushed();
  expect(await kinds()).toEqual(['0 welcome', '1 answer', '2 answer', '3 voltage']);
});

test('[SHP-R47] a clogged stream takes a bounded number of words, and the shop says so', async () => {
  const { desk, offer, hear, room, troubles } = bench();
  await offer(await issued());
  await hear(0, hello);
  room.left = 0;
  for (let i = 0; i < 1026; i++) desk.say({ kind: 'closed', sentence: `${i}` });
  await desk.current?.flushed();
  expect(troubles).toEqual(Array(2).fill(expect.stringContaining('takes nothing more')));
});
