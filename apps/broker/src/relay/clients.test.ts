import { generateKey } from '@baylink/contracts';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { verifyLedger } from '@baylink/ledger';
import { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { BrokerApi } from '@baylink/transport-tunnel/http';
import { ShopTunnel, type ShopTunnelListener } from '@baylink/transport-tunnel/shop';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startBroker, temporaryDirectory } from '../../test/broker.js';
import { shopLedger } from '../../test/ledger.js';
import { certificateFor, newKey, registerOrganisation, someVehicle } from '../../test/parties.js';
import { Arrivals } from '../../test/sockets.js';

vi.setConfig({ testTimeout: 30_000 });

const clock = systemClock();
const chance = systemChance();

type Told = {
  readonly [K in keyof ShopTunnelListener]: readonly [K, ...Parameters<ShopTunnelListener[K]>];
}[keyof ShopTunnelListener];

function listening() {
  const told = new Arrivals<Told>();
  const listener: ShopTunnelListener = {
    connection: (connection) => told.push(['connection', connection]),
    visitOpened: (offer) => told.push(['visitOpened', offer]),
    visitClosed: (visit, why) => told.push(['visitClosed', visit, why]),
    presence: (visit, online) => told.push(['presence', visit, online]),
    streamOpened: (visit) => told.push(['streamOpened', visit]),
    payload: async (visit, payload) => told.push(['payload', visit, payload]),
    drained: (visit) => told.push(['drained', visit]),
    streamLost: (visit) => told.push(['streamLost', visit]),
    ledgerStored: (visit, size, head, witnessed) => told.push(['ledgerStored', visit, size, head, witnessed]),
    trouble: (sentence) => told.push(['trouble', sentence]),
  };
  return { told, listener };
}

function must<T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

test('[BRK-R30][BRK-R42] the clients of the project: pairing, a visit, an upload that a restart of the broker interrupts', async () => {
  const dataDir = temporaryDirectory();
  const first = await startBroker({ dataDir });
  const { url, port } = first;
  const organisation = await registerOrganisation(url);
  const expertKey = (await generateKey(true)).signer;
  const certificate = await certificateFor(organisation, expertKey);
  const expert = new BrokerApi(url, { role: 'expert', signer: expertKey, certificate }, clock);
  const shopKey = await newKey();
  const shop = new BrokerApi(url, { role: 'shop', signer: shopKey }, clock);

  const asked = must(await shop.requestPairing(shopKey, 'Garage Nord'));
  expect(must(await expert.pairing(asked.userCode)).thumbprint).toBe(shopKey.thumbprint);
  must(await expert.approvePairing(asked.userCode));
  expect(must(await shop.pollPairing(asked.deviceCode))).toMatchObject({ state: 'paired' });

  const opened = must(await shop.openCase({ vehicle: someVehicle, complaint: 'no start' }));
  const { told, listener } = listening();
  const tunnel = new ShopTunnel({ api: shop, clock, chance, listener });
  onTestFinished(() => tunnel.stop());
  tunnel.start();
  await told.until((one): one is Told => one[0] === 'connection' && one[1].state === 'open');
  const visit = must(await expert.openVisit(opened.id));
  expect(visit.shop.online).toBe(true);
  await told.until((one): one is Told => one[0] === 'visitOpened' && one[1].visit === visit.id);

  const there = new ExpertVisit({
    api: expert,
    visit: visit.id,
    shop: shopKey.jwk,
    expert: expertKey,
    certificate,
    clock,
    chance,
  });
  onTestFinished(() => there.leave());
  there.start();
  await told.until((one): one is Told => one[0] === 'streamOpened' && one[1] === visit.id);
  await told.until((one): one is Told => one[0] === 'payload' && one[2].kind === 'envelope');

  const ledger = shopLedger(shopKey, visit.id, expertKey.thumbprint, opened.id);
  ledger.note(300);
  const source = {
    get size() {
      return ledger.lines.length;
    },
    lines: (from: number, count: number) => ledger.lines.slice(from, from + count),
  };
  tunnel.followLedger(visit.id, source);
  await told.until((one): one is Told => one[0] === 'ledgerStored' && one[2] === 301);
  await first.close();
  ledger.add({ kind: 'close', data: { why: 'done' } });
  tunnel.ledgerGrew(visit.id);
  tunnel.ledgerCheckpoint(visit.id, await ledger.checkpoint(), 302);
  await startBroker({ dataDir, port });
  await told.until((one): one is Told => one[0] === 'ledgerStored' && one[2] === 302 && one[4] === 302);
  const evidence = must(await expert.evidence(visit.id));
  expect((await verifyLedger(evidence, { shopThumbprint: shopKey.thumbprint })).outcome).toBe('OK');

  const backup = new Uint8Array(200_000).fill(0x5a);
  const digest = must(await shop.putBlob(backup));
  expect(must(await expert.blob(digest))).toEqual(backup);
});
