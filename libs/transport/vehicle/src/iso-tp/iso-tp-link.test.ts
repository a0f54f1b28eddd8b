import { bytesOf, hex, millis } from '@baylink/kernel';
import { baseFrame, type CanFrame } from '@baylink/protocols/can';
import { canLinkContract, canPair, diagnosticLinkContract, Heard, SimulatedClock, settled } from '@baylink/testing';
import { describe, expect, test } from 'vitest';
import type { UnitAddress } from '../link.js';
import { FUNCTIONAL_REQUEST_ID, type IsoTpLinkOptions, openIsoTpLink } from './index.js';

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const BODY: UnitAddress = { logical: 0x1002, can: { request: 0x7e2, response: 0x7ea } };
const NOBODY: UnitAddress = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };

/** The unit's own view of its address pair, and of the functional identifier. */
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: FUNCTIONAL_REQUEST_ID } };

function begin(changed: Partial<IsoTpLinkOptions> = {}) {
  const clock = new SimulatedClock();
  const pair = canPair(clock);
  const link = openIsoTpLink({ canLink: pair.near, units: [ENGINE, BODY], clock, ...changed });
  return { clock, pair, link };
}

canLinkContract(
  'a wire inside this process',
  async () => {
    const { near, far, cut } = canPair(new SimulatedClock());
    const heard = new Heard(far);
    await far.open();
    return {
      link: near,
      onBus: async (count) => (await heard.until('frame', count)).map(({ frame }) => frame),
      fromBus: (frame) => void far.send(frame),
      cut,
      release: async () => {},
    };
  },
  'fd',
);

diagnosticLinkContract('ISO-TP over a wire', async () => {
  const { clock, pair, link } = begin();
  const unit = openIsoTpLink({ canLink: pair.far, units: [TESTER, EVERYBODY], clock });
  await unit.open();
  return {
    link,
    unit: ENGINE,
    stranger: NOBODY,
    answer: (handler) =>
      unit.listen(async (event) => {
        if (event.kind !== 'message') return;
        for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: TESTER }, answer);
      }),
    cut: pair.cut,
    release: async () => {},
  };
});

/** The link with a bare node on the other side, which says only what the test says. */
async function withBareNode(changed: Partial<IsoTpLinkOptions> = {}) {
  const { clock, pair, link } = begin(changed);
  const node = new Heard(pair.far);
  const heard = new Heard(link);
  await pair.far.open();
  await link.open();
  return {
    clock,
    pair,
    link,
    heard,
    onBus: () => node.of('frame').map(({ frame }) => `${frame.id.toString(16)} ${hex(frame.data)}`),
    says: async (...data: number[]) => {
      await pair.far.send(baseFrame(ENGINE.can.response, bytesOf(...data)));
      await settled();
    },
  };
}

const to = (unit: UnitAddress) => ({ to: 'unit', unit }) as const;

describe('ISO-TP over a wire', () => {
  test('[C13] a functional request goes to 7DF, padded; one of eight bytes is refused before anything is sent', async () => {
    const { link, onBus } = await withBareNode();
    expect((await link.send({ to: 'functional' }, bytesOf(0x3e, 0x80))).ok).toBe(true);
    expect(await link.send({ to: 'functional' }, new Uint8Array(8))).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('this one has 8') },
    });
    expect(onBus()).toEqual(['7df 023e80cccccccccc']);
  });

  test('[C06] no flow control: a timeout with a sentence, told as an event, counted as a lost flow control', async () => {
    const { link, clock, heard } = await withBareNode();
    const sending = link.send(to(ENGINE), new Uint8Array(20));
    await clock.advance(999);
    expect(link.busy()).toBe(true);
    await clock.advance(1);
    const outcome = await sending;
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    expect(outcome.ok ? '' : outcome.error.message).toBe(
      'The message to unit 0x1001 (CAN 0x7E0/0x7E8) was given up (N_TIMEOUT_Bs): the unit sent no flow control in time: check ignition and wiring, then ask again.',
    );
    expect(heard.of('transfer-failed')).toMatchObject([{ direction: 'tx', unit: ENGINE, at: 1000 }]);
    expect(link.counters()).toEqual({ sent: 0, received: 0, errors: 1, lostFlowControls: 1 });
    expect(link.busy()).toBe(false);
    expect(clock.pending).toBe(0);
  });

  test('[C06] a unit that falls silent in its answer is a failed reception, and the link lives', async () => {
    const { link, clock, heard, says } = await withBareNode();
    await says(0x10, 0x14, 0, 1, 2, 3, 4, 5);
    expect(heard.of('indication')).toHaveLength(1);
    await clock.advance(1000);
    expect(heard.of('transfer-failed')).toMatchObject([{ direction: 'rx', error: { kind: 'timeout' } }]);
    await says(0x02, 0x7e, 0x00);
    expect(heard.of('message')).toHaveLength(1);
    expect(link.counters()).toMatchObject({ errors: 1, lostFlowControls: 0 });
  });

  test('STmin is kept on the clock, with one frame of margin', async () => {
    const { link, clock, onBus, says } = await withBareNode();
    const sending = link.send(to(ENGINE), new Uint8Array(20));
    await settled();
    await says(0x30, 0x00, 0x0a);
    expect(onBus()).toHaveLength(2);
    await clock.advance(10);
    expect(onBus()).toHaveLength(2);
    await clock.advance(0.3);
    expect(onBus()).toHaveLength(3);
    expect((await sending).ok).toBe(true);
  });

  test('a second message to the same unit is refused while the first is under way; another unit is free', async () => {
    const { link, says, onBus } = await withBareNode();
    const first = link.send(to(ENGINE), new Uint8Array(10));
    expect(await link.send(to(ENGINE), bytesOf(0x3e, 0x00))).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect((await link.send(to(BODY), bytesOf(0x3e, 0x00))).ok).toBe(true);
    await says(0x30, 0x00, 0x00);
    expect((await first).ok).toBe(true);
    expect(onBus().map((frame) => frame.slice(0, 6))).toEqual(['7e0 10', '7e2 02', '7e0 21']);
  });

  test('the reason of the adapter is handed on when it refuses a frame', async () => {
    const { link, pair, heard } = await withBareNode();
    pair.setFate(() => 'refused');
    expect(await link.send(to(ENGINE), bytesOf(0x3e, 0x00))).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: 'The wire refused a frame: ask the test why.' },
    });
    expect(heard.of('transfer-failed')).toHaveLength(1);
  });

  test('a message under way ends with the link', async () => {
    const { link, pair } = await withBareNode();
    const sending = link.send(to(ENGINE), new Uint8Array(100));
    await settled();
    pair.cut();
    expect(await sending).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  test('frames of units that are not asked for, and 29-bit frames with the same number, are not taken', async () => {
    const { pair, heard } = await withBareNode();
    const frame: CanFrame = baseFrame(ENGINE.can.response, bytesOf(0x02, 0x7e, 0x00));
    await pair.far.send({ ...frame, id: 0x7ef });
    await pair.far.send({ ...frame, extended: true });
    await settled();
    expect(heard.events).toEqual([]);
  });

  test('the tap sees every frame in both directions, with its identifier', async () => {
    const seen: string[] = [];
    const tap = {
      byte: (way: string, channel: string, bytes: Uint8Array) => void seen.push(`${way} ${channel} ${hex(bytes)}`),
    };
    const { link, says } = await withBareNode({ tap, options: { padding: undefined } });
    await link.send(to(ENGINE), bytesOf(0x3e, 0x00));
    await says(0x02, 0x7e, 0x00);
    expect(seen).toEqual(['tx wire 000007e0023e00', 'rx wire 000007e8027e00']);
  });

  test('a unit may have 29-bit identifiers', async () => {
    const unit: UnitAddress = { logical: 0x10, can: { request: 0x18da10f1, response: 0x18daf110 } };
    const { link, pair, heard } = await withBareNode({ units: [unit] });
    const far = new Heard(pair.far);
    await link.send({ to: 'unit', unit }, bytesOf(0x3e, 0x00));
    await settled();
    expect(far.of('frame')[0]?.frame.extended).toBe(true);
    await pair.far.send({ id: 0x18daf110, extended: true, data: bytesOf(0x02, 0x7e, 0x00) });
    await heard.until('message');
  });
});

test('times other than the usual ones are obeyed', async () => {
  const { link, clock } = await withBareNode({ options: { nBs: millis(50) } });
  const sending = link.send(to(ENGINE), new Uint8Array(20));
  await clock.advance(50);
  expect((await sending).ok).toBe(false);
});
