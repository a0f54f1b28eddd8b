import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, DrivenMachine, fromHex, hex, millis } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import {
  type KeyBytes,
  kLineServer,
  LINE_DEFAULTS,
  LINE_START,
  type LineOut,
  type LineUnit,
  type TesterOptions,
} from '@baylink/protocols/k-line';
import { diagnosticLinkContract, Heard } from '@baylink/testing';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openKLineLink } from '@baylink/transport-vehicle/k-line';
import { afterEach, describe, expect, test } from 'vitest';
import { openPty } from '../pty/index.js';
import { attachLine } from './line-end.js';

const clock = systemClock();
const ADDRESS = 0x10;
const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 }, kLine: ADDRESS };
/** Bytes of the tester one behind the other: the contract is about messages, P4 has tests of its own. */
const FAST: Partial<TesterOptions> = { p4: millis(0), latency: millis(1_000) };

interface LineRig {
  readonly path: string;
  readonly seen: string[];
  answer(handler: (request: Uint8Array) => readonly Uint8Array[]): void;
  echo(change: (bytes: Uint8Array) => Uint8Array): void;
  cut(): void;
  release(): void;
}

/**
 * One unit on a K-Line interface on a pseudo-terminal. At which speed a byte was written shows for 25 ms only, and a busy
 * machine misses it: where the wake-up is not the matter it is assumed.
 */
async function lineWith(keys: KeyBytes, wakeUp: 'required' | 'assumed' = 'assumed'): Promise<LineRig> {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-k-line-'));
  const opened = await openPty(join(folder, 'interface'));
  if (!opened.ok) throw new Error(opened.error);
  const pty = opened.value;
  const unit: LineUnit = { address: ADDRESS, functional: [0x33], keys };
  const seen: string[] = [];
  let handler: (request: Uint8Array) => readonly Uint8Array[] = () => [];
  let echo = (bytes: Uint8Array) => bytes;
  let closed: () => void = () => pty.close();
  const perform = (out: LineOut): void => {
    if (out.kind === 'write') pty.write(out.bytes);
    if (out.kind === 'request')
      for (const bytes of handler(out.bytes)) line.feed({ kind: 'answer', from: out.to, bytes });
  };
  const options = { units: [unit], ...LINE_DEFAULTS, wakeUp, latency: millis(1_000) };
  const line = new DrivenMachine(kLineServer(options), LINE_START, clock, { kind: 'tick' }, perform);
  const detach = attachLine(pty, {
    clock,
    echo: (bytes) => echo(bytes),
    hear: (input) => line.feed(input),
    watch: (bytes, was) => seen.push(was === 'bytes' ? hex(bytes) : `${was} ${hex(bytes)}`),
  });
  return {
    path: pty.path,
    seen,
    answer: (next) => {
      handler = next;
    },
    echo: (change) => {
      echo = change;
    },
    cut: () => {
      closed();
      closed = () => {};
    },
    release: () => {
      detach();
      line.stop();
      closed();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const EITHER_LENGTH = { kb1: 0x6b, kb2: 0x8f };

diagnosticLinkContract('K-Line on a pseudo-terminal with echo', async () => {
  const line = await lineWith(EITHER_LENGTH);
  const link = openKLineLink({ path: line.path, units: [ENGINE], clock, tester: FAST });
  return {
    link,
    unit: ENGINE,
    longest: 255,
    stranger: { logical: 0x1099, can: { request: 0x700, response: 0x708 } },
    answer: line.answer,
    cut: line.cut,
    release: async () => {
      await link.close();
      line.release();
    },
  };
});

describe('the K-Line link', () => {
  const ends: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function begin(keys: KeyBytes, tester: Partial<TesterOptions> = {}, wakeUp?: 'required') {
    const line = await lineWith(keys, wakeUp);
    const link = openKLineLink({ path: line.path, units: [ENGINE], clock, tester: { ...FAST, ...tester } });
    ends.push(line.release, () => link.close());
    const heard = new Heard(link);
    expect((await link.open()).ok).toBe(true);
    const send = (text: string) => link.send({ to: 'unit', unit: ENGINE }, fromHex(text) ?? new Uint8Array());
    return { line, link, heard, send };
  }

  test('[C40][KLN-R8] without a break the line is low for 25 ms as a zero byte at 360 bit/s', async () => {
    const { line, send, heard } = await begin({ kb1: 0xea, kb2: 0x8f }, { fastAttempts: 20 }, 'required');
    line.answer(() => [bytesOf(0x7e, 0x00)]);
    expect((await send('3e00')).ok).toBe(true);
    await heard.until('message');
    // Before that a pattern that was missed may have been sent again.
    expect(line.seen.slice(-3)).toEqual(['wake-up 00', '8110f18103', '8010f1023e00c1']);
  });

  test('[C40][KLN-R9] the address byte leaves at 5 bit/s; key bytes 08 08 make it ISO 9141-2', async () => {
    const { line, link, heard } = await begin({ kb1: 0x08, kb2: 0x08 }, { init: 'five-baud' });
    line.answer(() => [bytesOf(0x41, 0x0c, 0x1a, 0xf8)]);
    expect((await link.send({ to: 'functional' }, bytesOf(0x01, 0x0c))).ok).toBe(true);
    const [message] = await heard.until('message');
    expect(message).toMatchObject({ from: ENGINE, bytes: bytesOf(0x41, 0x0c, 0x1a, 0xf8) });
    expect(line.seen).toEqual(['address-byte 33', 'f7', '686af1010cd0']);
  });

  test('[C40][KLN-R24] what it carries is what the key bytes of the unit say', async () => {
    const { line, link, send, heard } = await begin({ kb1: 0xe9, kb2: 0x8f });
    line.answer(() => [bytesOf(0x7e, 0x00)]);
    expect(link.certificate()).toMatchObject({ longestMessage: 255, programming: { able: true, proof: 'direct' } });
    expect((await send('3e00')).ok).toBe(true);
    await heard.until('message');
    expect(link.certificate()?.longestMessage).toBe(63);
    expect(link.certificate()?.sentences).toEqual([expect.stringContaining('up to 63 bytes')]);
    expect(await link.send({ to: 'unit', unit: ENGINE }, new Uint8Array(64).fill(0x36))).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('63 bytes') },
    });
  });

  test('[KLN-R17] an interface whose echo is lost: the request fails with a sentence, and the link lives', async () => {
    const { line, link, send, heard } = await begin(EITHER_LENGTH);
    line.answer(() => [bytesOf(0x7e, 0x00)]);
    line.echo(() => new Uint8Array());
    expect(await send('3e00')).toMatchObject({
      ok: false,
      error: { kind: 'protocol', message: expect.stringContaining('nothing of what was written came back') },
    });
    expect(link.counters().errors).toBe(1);
    line.echo((bytes) => bytes);
    expect((await send('3e00')).ok).toBe(true);
    await heard.until('message');
  });

  test('[KLN-R10] nobody at this address: a timeout with a sentence', async () => {
    const line = await lineWith(EITHER_LENGTH);
    const unit: UnitAddress = { ...ENGINE, kLine: 0x44 };
    const tester = { ...FAST, init: 'fast', fastAttempts: 1 } as const;
    const link = openKLineLink({ path: line.path, units: [unit], clock, tester });
    ends.push(line.release, () => link.close());
    await link.open();
    expect(await link.send({ to: 'unit', unit }, bytesOf(0x3e, 0x00))).toMatchObject({
      ok: false,
      error: { kind: 'timeout', message: expect.stringContaining('nobody answered the start') },
    });
  });

  test('the tap sees every byte of both directions', async () => {
    const line = await lineWith({ kb1: 0xe9, kb2: 0x8f });
    const taps = { tx: '', rx: '' };
    const tap = {
      byte: (way: 'tx' | 'rx', _: string, bytes: Uint8Array) => {
        taps[way] += hex(bytes);
      },
    };
    const link = openKLineLink({ path: line.path, units: [ENGINE], clock, tap, tester: FAST });
    ends.push(line.release, () => link.close());
    line.answer(() => [bytesOf(0x7e, 0x00)]);
    const heard = new Heard(link);
    await link.open();
    await link.send({ to: 'unit', unit: ENGINE }, bytesOf(0x3e, 0x00));
    await heard.until('message');
    expect(taps).toEqual({
      tx: '008110f181038210f13e00c1',
      rx: '008110f1810383f110c1e98fbd8210f13e00c182f1107e0001',
    });
  });

  test('[KLN-R30] while a session is kept nothing goes to another unit, and to nobody else either', async () => {
    const { line, link, send, heard } = await begin(EITHER_LENGTH);
    line.answer(() => [bytesOf(0x7e, 0x00)]);
    link.keeps?.(ENGINE, true);
    const body: UnitAddress = { ...ENGINE, logical: 0x1002, kLine: 0x60 };
    for (const target of [{ to: 'unit', unit: body }, { to: 'functional' }] as const)
      expect(await link.send(target, bytesOf(0x3e, 0x00))).toMatchObject({
        ok: false,
        error: { kind: 'refused', message: expect.stringContaining('the session of unit 0x1001 is being kept') },
      });
    expect(line.seen).toEqual([]);
    expect((await send('3e00')).ok).toBe(true);
    await heard.until('message');
    link.keeps?.(ENGINE, false);
    expect(await link.send({ to: 'unit', unit: body }, bytesOf(0x3e, 0x00))).toMatchObject({
      ok: false,
      error: { kind: 'timeout' },
    });
  });
});
