import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bytesOf } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { baseFrame } from '@baylink/protocols/can';
import { Heard } from '@baylink/testing';
import { openSocketCanLink } from '@baylink/transport-vehicle/socketcan';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ip, makeBus, player, watch } from './buses.js';

const clock = systemClock();
const FRAME = baseFrame(0x7e0, bytesOf(0x02, 0x10, 0x03));
const shape = (...words: readonly string[]): void =>
  void execFileSync('tc', ['qdisc', 'add', 'dev', ...words], { stdio: ['ignore', 'ignore', 'pipe'] });

describe('SocketCAN in trouble', () => {
  let bus: ReturnType<typeof makeBus>;
  beforeEach(() => {
    bus = makeBus({ fd: false });
  });
  afterEach(() => bus.remove());

  async function opened(more: object = {}) {
    const link = openSocketCanLink({ name: bus.name, clock, ...more });
    const heard = new Heard(link);
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    return { link, heard };
  }

  test('what is missing at the start is said with the command that puts it right', async () => {
    const sentence = async (name: string, fd: boolean): Promise<string> => {
      const outcome = await openSocketCanLink({ name, clock, fd }).open();
      return outcome.ok ? 'open' : outcome.error.message;
    };
    expect(await sentence('can7', false)).toContain('no network interface can7');
    expect(await sentence('../../../etc', false)).toContain('no network interface ../../../etc');
    expect(await sentence('lo', false)).toContain('not of a CAN bus');
    expect(await sentence(bus.name, true)).toContain('carries classic CAN only');
    ip('link', 'set', bus.name, 'down');
    expect(await sentence(bus.name, false)).toContain(`ip link set ${bus.name} up type can bitrate 500000`);
  });

  test('an interface that goes down closes the link, and who waits hears why', async () => {
    shape(bus.name, 'root', 'netem', 'delay', '60s');
    const { link, heard } = await opened();
    const waiting = link.send(FRAME);
    ip('link', 'set', bus.name, 'down');
    const [closed] = await heard.until('closed');
    expect(closed?.error?.message).toContain(`${bus.name} went down`);
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'lost' } });
  });

  test('error frames of the controller are told in words and counted', async () => {
    const { link, heard } = await opened();
    for (const report of ['20000040#0000000000000000', '20000004#0010000000000000', '20000002#0000000000000000'])
      execFileSync('cansend', [bus.name, report]);
    const told = await heard.until('error', 3);
    expect(told.map(({ error }) => error.message.replaceAll(bus.name, 'NAME').split(':')[0])).toEqual([
      'The controller of NAME is bus-off after too many errors',
      'The controller of NAME is error-passive',
      'The controller of NAME lost arbitration',
    ]);
    expect(link.counters()).toMatchObject({ busErrors: 3, busOff: 1, received: 0 });
    expect((await link.send(FRAME)).ok).toBe(true);
    await link.close();
  });

  test('a full interface holds frames back and loses none', async () => {
    shape(bus.name, 'root', 'netem', 'delay', '5ms', 'limit', '2');
    const { link } = await opened();
    const seen = await watch(bus.name);
    const frames = Array.from({ length: 40 }, (_, i) => baseFrame(0x100 + i, bytesOf(i)));
    const outcomes = await Promise.all(frames.map((frame) => link.send(frame)));
    expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
    expect((await seen.until(40)).map(({ frame }) => frame)).toEqual(frames);
    seen.end();
    await link.close();
  });

  /** Without an echo of its own a virtual interface confirms what its queue has dropped. */
  const echoes = readFileSync('/sys/module/vcan/parameters/echo', 'utf8').trim() === 'Y';
  const echoTest = echoes ? test : () => undefined;

  echoTest('a frame that never gets to the bus is a timeout, and so is what waits behind it', async () => {
    shape(bus.name, 'root', 'netem', 'loss', '100%');
    const { link } = await opened();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => link.send(FRAME)));
    expect(outcomes).toEqual(
      outcomes.map(() => expect.objectContaining({ ok: false, error: expect.objectContaining({ kind: 'timeout' }) })),
    );
    await link.close();
  });

  test('the same frame from another node is news, and no confirmation', async () => {
    const { link, heard } = await opened();
    const other = player(bus.name);
    expect((await link.send(FRAME)).ok).toBe(true);
    expect(heard.of('frame')).toEqual([]);
    other.play(FRAME);
    expect(await heard.until('frame')).toMatchObject([{ frame: FRAME }]);
    expect(link.counters()).toMatchObject({ sent: 1, received: 1 });
    other.end();
    await link.close();
  });

  test('a link for some identifiers hears no others, and sends no others', async () => {
    const { link, heard } = await opened({ ids: [0x7e0, 0x7e8].map((id) => ({ id, extended: false })) });
    const other = player(bus.name);
    for (const id of [0x100, 0x7e9, 0x7e8]) other.play(baseFrame(id, bytesOf(1)));
    other.play({ id: 0x7e8, extended: true, data: bytesOf(2) });
    other.play(baseFrame(0x7e8, bytesOf(3)));
    const told = await heard.until('frame', 2);
    expect(told.map(({ frame }) => [frame.id, frame.data[0]])).toEqual([
      [0x7e8, 1],
      [0x7e8, 3],
    ]);
    expect((await link.send(FRAME)).ok).toBe(true);
    expect(await link.send(baseFrame(0x123, bytesOf()))).toMatchObject({ ok: false, error: { kind: 'refused' } });
    other.end();
    await link.close();
  });
});
