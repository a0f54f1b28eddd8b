import { bytesOf, hex, ok } from '@baylink/kernel';
import type { EntityConfig } from '@baylink/protocols/doip';
import { DoipGateway, diagnosticLinkContract, GATEWAY_UNIT, Heard, SimulatedClock, settled } from '@baylink/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tap, UnitAddress } from '../link.js';
import { type DoipLinkOptions, openDoipLink } from './index.js';

const ENGINE = GATEWAY_UNIT;
const BODY: UnitAddress = { logical: 0x1002, can: { request: 0x7e2, response: 0x7ea } };
const NOBODY: UnitAddress = { logical: 0x1099, can: { request: 0x700, response: 0x708 } };
const HOST = '127.0.0.1';
/** No time passes here: what a loaded machine does late is not late. */
const clock = new SimulatedClock();
const to = (unit: UnitAddress) => ({ to: 'unit', unit }) as const;

const released: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of released.splice(0)) await release();
});

async function begin(config: Partial<EntityConfig> = {}, changed: Partial<DoipLinkOptions> = {}) {
  const gateway = new DoipGateway(clock, config);
  const port = await gateway.listen();
  const link = openDoipLink({ host: HOST, port, units: [ENGINE, BODY], clock, ...changed });
  const release = async () => {
    await link.close();
    await gateway.release();
  };
  return { gateway, port, link, release, heard: new Heard(link) };
}

async function managed(...given: Parameters<typeof begin>) {
  const subject = await begin(...given);
  released.push(subject.release);
  return subject;
}

diagnosticLinkContract('DoIP on loopback', async () => {
  const { gateway, link, release } = await begin();
  return {
    link,
    unit: ENGINE,
    stranger: NOBODY,
    answer: (handler) => {
      gateway.answer = ({ bytes }) => handler(bytes);
    },
    cut: () => gateway.cut(),
    release,
  };
});

describe('DoIP on loopback', () => {
  test('[C34][DIP-R54] a unit that the gateway does not know is refused with its code, and the link lives', async () => {
    const { gateway, link, heard } = await managed();
    gateway.answer = () => [bytesOf(0x7e, 0)];
    await link.open();
    const outcome = await link.send(to(BODY), bytesOf(0x3e, 0));
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(outcome.ok || outcome.error.message).toContain('unit 0x1002 was refused');
    expect((await heard.until('transfer-failed'))[0]).toMatchObject({ unit: BODY, direction: 'tx' });
    expect((await link.send(to(ENGINE), bytesOf(0x3e, 0))).ok).toBe(true);
    await heard.until('message');
    expect(link.counters()).toEqual({ sent: 1, received: 1, errors: 1, lostFlowControls: 0 });
  });

  test('[C39][DIP-R60] a unit that the link was not told of is heard and asked by its logical address', async () => {
    const { gateway, link, heard } = await managed({}, { units: [] });
    gateway.answer = ({ bytes }) => [bytes];
    await link.open();
    expect((await link.send({ to: 'functional' }, bytesOf(0x3e, 0))).ok).toBe(true);
    const [message] = await heard.until('message');
    expect(message?.from.logical).toBe(ENGINE.logical);
    if (message !== undefined) expect((await link.send(to(message.from), bytesOf(0x22, 0xf1, 0x90))).ok).toBe(true);
    expect((await heard.until('message', 2))[1]?.from.logical).toBe(ENGINE.logical);
    expect(link.counters().errors).toBe(0);
  });

  test.each([
    ['0xE000', { functionalAddress: 0xe000 }],
    ['none that is standard', { functionalAddress: 0xe4ff, units: new Set([0x1000]) }],
  ])(
    '[C34][DIP-R61] an entity whose address for all is %s: the next one is tried, and remembered',
    async (_, config) => {
      const { gateway, link, heard } = await managed(config);
      const asked: string[] = [];
      gateway.answer = ({ bytes }) => {
        asked.push(hex(bytes));
        return [bytesOf(0x7e, 0)];
      };
      await link.open();
      for (const count of [1, 2]) {
        expect(await link.send({ to: 'functional' }, bytesOf(0x3e, 0))).toEqual(ok());
        await heard.until('message', count);
      }
      expect(asked).toEqual(['3e00', '3e00']);
      expect(heard.of('transfer-failed')).toEqual([]);
      expect(link.counters()).toEqual({ sent: 2, received: 2, errors: 0, lostFlowControls: 0 });
    },
  );

  test('[C33][DIP-R51] a refused activation is told with its code, and nothing else is', async () => {
    const { link, heard } = await managed({ testers: [{ from: 1, to: 1 }] });
    const outcome = await link.open();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(outcome.ok || outcome.error.message).toContain('code 0x00 (it does not know the tester address)');
    expect(heard.events).toEqual([]);
  });

  test('[C39][DIP-R51] the entity that was asked for, or none', async () => {
    expect((await (await managed({}, { entity: 0x1000 })).link.open()).ok).toBe(true);
    const { link } = await managed({}, { entity: 0x2000 });
    expect(await link.open()).toMatchObject({ ok: false, error: { kind: 'protocol' } });
  });

  test('[C33][C37][DIP-R52] a second link with the same tester address is refused: the first answers its alive check', async () => {
    const { port, link, heard } = await managed();
    await link.open();
    const second = openDoipLink({ host: HOST, port, units: [ENGINE], clock });
    expect(await second.open()).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect((await link.send(to(ENGINE), bytesOf(0x3e, 0x80))).ok).toBe(true);
    expect(heard.events).toEqual([]);
  });

  test('nothing listens: host and port are in the sentence', async () => {
    const { gateway, port, link } = await begin();
    await gateway.release();
    const outcome = await link.open();
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'lost' } });
    expect(outcome.ok || outcome.error.message).toContain(`127.0.0.1:${port}`);
  });

  test('[DIP-R58] a cut fails the message that waits, and names host and port once', async () => {
    const { gateway, port, link, heard } = await managed();
    await link.open();
    gateway.answer = () => {
      gateway.cut();
      return [];
    };
    await link.send(to(ENGINE), bytesOf(0x10, 3));
    const [closed] = await heard.until('closed');
    expect(closed?.error?.message).toContain(`127.0.0.1:${port}`);
    expect(await link.send(to(ENGINE), bytesOf(0x3e, 0))).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  test('[DIP-R58] a listener that closes the link fails the message that waits', async () => {
    const { gateway, link } = await managed();
    gateway.answer = () => [bytesOf(0x7e, 0)];
    await link.open();
    link.listen(({ kind }) => {
      if (kind === 'message')
        waiting.push(
          link.send(to(ENGINE), bytesOf(0x10, 3)),
          link.close().then(() => ok()),
        );
    });
    const waiting = [link.send(to(ENGINE), bytesOf(0x3e, 0))];
    while (waiting.length < 3) await settled();
    const [first, second] = await Promise.all(waiting);
    expect(first).toEqual(ok());
    expect(second).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  test('the sender hears of the confirmation before the listener hears the answer', async () => {
    const { gateway, link } = await managed();
    gateway.answer = () => [bytesOf(0x7e, 0)];
    await link.open();
    const order: string[] = [];
    const answered = new Promise<void>((resolve) =>
      link.listen(({ kind }) => {
        order.push(kind);
        if (kind === 'message') resolve();
      }),
    );
    const confirmed = (async () => {
      await link.send(to(ENGINE), bytesOf(0x3e, 0));
      order.push('sent');
    })();
    await Promise.all([confirmed, answered]);
    expect(order).toEqual(['sent', 'indication', 'message']);
  });

  test('every byte passes the tap', async () => {
    const seen: string[] = [];
    const tap: Tap = { byte: (direction, channel, bytes) => seen.push(`${channel} ${direction} ${hex(bytes)}`) };
    const { link } = await managed({}, { tap });
    await link.open();
    await link.send(to(ENGINE), bytesOf(0x3e, 0x80));
    expect(seen).toEqual([
      'doip-tcp tx 02fd0005000000070e800000000000',
      'doip-tcp rx 02fd0006000000090e8010001000000000',
      'doip-tcp tx 02fd8001000000060e8010013e80',
      'doip-tcp rx 02fd80020000000510010e8000',
    ]);
  });
});
