import type { ExpertBody, ShopBody, UnitFinding } from '@baylink/contracts';
import { bytesOf } from '@baylink/kernel';
import { afterEach, expect, test } from 'vitest';
import type { VisitEvent } from './expert/index.js';
import { type Meeting, meet } from './testing/meeting.js';

let open: Meeting | undefined;
afterEach(async () => {
  await open?.end();
  open = undefined;
});

async function meeting(): Promise<Meeting> {
  open = await meet();
  open.shop.answer = echo;
  return open;
}

/** Answers every request with its own bytes. */
function echo(body: ExpertBody): readonly ShopBody[] {
  if (body.kind !== 'request') return [];
  const answers = [{ outcome: 'positive', from: body.unit ?? 0, bytes: body.bytes, text: '' }] as const;
  return [{ kind: 'answer', id: body.id, result: { kind: 'request', answers: [...answers] } }];
}

const unit = (address: number): UnitFinding => ({
  unit: address,
  name: 'unit',
  vin: null,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
  dtcs: [],
  problems: [],
});

test('an expert is welcomed, asks and is answered', async () => {
  const { expert } = await meeting();
  const welcome = await expert.whenOpen();
  expect(welcome).toMatchObject({ ok: true, value: { shopName: 'Test' } });
  const answer = await expert.request(0x1001, bytesOf(0x22, 0xf1, 0x90));
  expect(answer).toEqual({ ok: true, value: [{ outcome: 'positive', from: 0x1001, bytes: '22f190', text: '' }] });
});

test('a refusal of the shop reaches the one who asked, with its rule', async () => {
  const { expert, shop } = await meeting();
  shop.answer = (body) => [{ kind: 'refused', id: body.id, refusal: { rule: 'JDG-R1', sentence: 'no' } }];
  expect(await expert.stop('A'.repeat(22))).toEqual({ ok: false, error: { rule: 'JDG-R1', sentence: 'no' } });
});

test('a scan is told unit by unit and ends whole, whichever way the shop told each unit', async () => {
  const { expert, shop } = await meeting();
  shop.answer = ({ id }) => [
    { kind: 'scan-progress', id, done: 1, total: 2, sentence: '', unit: unit(2) },
    { kind: 'answer', id, result: { kind: 'scan', scan: { at: 'now', units: [unit(1)] } } },
  ];
  const seen: number[] = [];
  const scan = await expert.scan((one) => seen.push(one.unit));
  expect(seen).toEqual([2, 1]);
  expect(scan).toMatchObject({ ok: true, value: { units: [{ unit: 1 }, { unit: 2 }] } });
});

test('a file larger than the window arrives whole, and progress never goes back', async () => {
  const { expert, shop } = await meeting();
  const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 31) % 251);
  const progress: number[] = [];
  const staged = await expert.stage({ name: 'a.hex', bytes }, (held) => progress.push(held));
  expect(staged).toEqual({ ok: true, value: undefined });
  expect(Buffer.compare(shop.file, bytes)).toBe(0);
  expect(progress.at(-1)).toBe(bytes.length);
  expect(progress).toEqual([...progress].sort((a, b) => a - b));
  expect(progress.length).toBeGreaterThan(5);
  expect(await expert.stage({ name: 'a.hex', bytes })).toMatchObject({ ok: true });
});

test('questions survive a broker that is killed and started again, each asked of the shop once', async () => {
  const { expert, relay, shop, until } = await meeting();
  await expert.whenOpen();
  await relay.kill();
  const answers = Promise.all([1, 2, 3].map((n) => expert.request(n, bytesOf(n))));
  relay.epoch = 2;
  await relay.start();
  expect((await answers).every((one) => one.ok)).toBe(true);
  expect(shop.asked.map(({ kind }) => kind)).toEqual(['hello', 'request', 'request', 'request']);
  const events: VisitEvent[] = [];
  expert.listen((event) => events.push(event))();
  expect(events[0]).toMatchObject({ connection: { state: 'live' } });
  await until(() => shop.connections.at(-1) === 'open');
});

test('a broken socket of either side loses nothing', async () => {
  const { expert, relay, shop } = await meeting();
  await expert.whenOpen();
  for (const cut of [() => relay.breakShop(), () => relay.breakExpert()]) {
    const answers = Promise.all([1, 2].map((n) => expert.request(n, bytesOf(n))));
    cut();
    expect((await answers).map((one) => one.ok)).toEqual([true, true]);
  }
  expect(shop.asked.filter(({ kind }) => kind === 'request')).toHaveLength(4);
  expect(shop.refusals).toEqual([]);
});

test('a restarted shop client is greeted anew, and what was being asked is refused with a sentence', async () => {
  const meet = await meeting();
  const { expert, shop } = meet;
  await expert.whenOpen();
  shop.answer = () => [];
  const asked = expert.request(1, bytesOf(1));
  await meet.until(() => shop.asked.length === 2);
  const second = meet.restartShop();
  second.answer = echo;
  expect(await asked).toMatchObject({ ok: false, error: { rule: 'STR-R7' } });
  expect(await expert.request(2, bytesOf(2))).toMatchObject({ ok: true });
  expect(second.asked.map(({ kind }) => kind)).toEqual(['hello', 'request']);
});

test('frames that the broker repeats are heard once', async () => {
  const { expert, relay, shop } = await meeting();
  await expert.whenOpen();
  let count = 0;
  relay.meddle = (frame) => (++count % 3 === 0 ? [frame, frame] : [frame]);
  for (const n of [1, 2, 3, 4]) expect(await expert.request(n, bytesOf(n))).toMatchObject({ ok: true });
  expect(shop.asked).toHaveLength(5);
});

test('words that a broker puts into the stream are refused at both ends, and the visit goes on with a new stream', async () => {
  const { expert, relay, shop, until } = await meeting();
  await expert.whenOpen();
  const refused: VisitEvent[] = [];
  expert.listen((event) => event.kind === 'refused' && refused.push(event));
  relay.meddle = (frame, to) => {
    const text = JSON.stringify(frame);
    if (to !== 'expert' || !text.includes('"jws":"')) return [frame];
    relay.meddle = (one) => [one];
    return [JSON.parse(text.replace(/"jws":"([^"]+)"/, (_, jws: string) => `"jws":"${jws.slice(0, -4)}AAAA"`))];
  };
  expect(await expert.request(1, bytesOf(1))).toMatchObject({ ok: false, error: { rule: 'STR-R7' } });
  expect(refused).toMatchObject([{ rule: 'ENV-R1' }]);
  expect(await expert.request(2, bytesOf(2))).toMatchObject({ ok: true });
  await until(() => shop.asked.filter(({ kind }) => kind === 'hello').length === 2);
});

test('a ledger is uploaded from where the broker stands, its checkpoint last, and goes on after a cut', async () => {
  const { relay, shop, until } = await meeting();
  const lines = Array.from({ length: 600 }, (_, i) => `line ${i}`);
  relay.ledger.push(...lines.slice(0, 10));
  const source = {
    size: 300,
    lines: (from: number, count: number) => lines.slice(from, Math.min(from + count, source.size)),
  };
  const own = relay.visitId;
  shop.tunnel.followLedger(own, source);
  await until(() => shop.stored.size === 300);
  relay.breakShop();
  source.size = 600;
  shop.tunnel.ledgerGrew(own);
  shop.tunnel.ledgerCheckpoint(own, 'jws', 600);
  await until(() => shop.stored.witnessed === 600);
  expect(relay.ledger).toEqual(lines);
  const said = relay.heard.filter(({ kind }) => kind.startsWith('ledger'));
  expect(said.every((one) => one.kind !== 'ledger-append' || one.lines.length <= 256)).toBe(true);
  expect(said.at(-1)?.kind).toBe('ledger-checkpoint');
});

test('a ledger that the broker refuses rests, and the refusal is told once', async () => {
  const { relay, shop, until } = await meeting();
  relay.refuseLedger = true;
  shop.tunnel.followLedger(relay.visitId, { size: 1, lines: () => ['line'] });
  await until(() => shop.troubles.length > 0);
  shop.tunnel.ledgerGrew(relay.visitId);
  expect(shop.troubles).toEqual(['the ledger is too large']);
  expect(relay.heard.filter(({ kind }) => kind === 'ledger-append')).toHaveLength(1);
});

test('a question that waits for the welcome is asked after it, of whichever process answers', async () => {
  const { expert, shop } = await meeting();
  const [first, second] = await Promise.all([expert.request(1, bytesOf(1)), expert.request(2, bytesOf(2))]);
  expect([first.ok, second.ok]).toEqual([true, true]);
  expect(shop.asked.map(({ kind }) => kind)).toEqual(['hello', 'request', 'request']);
});

test('a question that no envelope can hold is refused here and disturbs no other', async () => {
  const { expert } = await meeting();
  const long = await expert.request(1, new Uint8Array(4096));
  expect(long).toMatchObject({ ok: false, error: { rule: 'local', sentence: expect.stringContaining('8192') } });
  expect(await expert.request(1, bytesOf(1))).toMatchObject({ ok: true });
});

test('an expert whom the visit does not admit any more is told why, and every question with it', async () => {
  const { expert } = await meeting();
  await expert.whenOpen();
  const events: VisitEvent[] = [];
  expert.listen((event) => events.push(event));
  expert.leave('closed by the shop');
  expect(await expert.request(1, bytesOf(1))).toMatchObject({ ok: false, error: { sentence: 'closed by the shop' } });
  expect(events.at(-1)).toMatchObject({ connection: { state: 'closed', sentence: 'closed by the shop' } });
});

test('a broker that goes back to an older epoch is not listened to', async () => {
  const { relay, shop, until } = await meeting();
  await until(() => shop.connections.includes('open'));
  relay.epoch = 7;
  relay.breakShop();
  await until(() => shop.connections.filter((one) => one === 'open').length === 2);
  relay.epoch = 6;
  const before = shop.connections.length;
  relay.breakShop();
  await until(() => shop.connections.slice(before).filter((one) => one === 'waiting').length >= 2);
  expect(shop.connections.slice(before)).not.toContain('open');
});
