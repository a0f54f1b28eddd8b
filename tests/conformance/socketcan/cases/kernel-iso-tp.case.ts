import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@baylink/kernel/system';
import { Heard } from '@baylink/testing';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { type FdFrames, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSocketCanLink } from '@baylink/transport-vehicle/socketcan';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listeners, listening, makeBus, watch } from './buses.js';

interface Format {
  readonly can: UnitAddress['can'];
  /** Options of isotpsend and isotprecv, which stand where the unit does. */
  readonly kernel: readonly string[];
  /** In /proc/net/can, the list that the kernel's socket is in. */
  readonly list: string;
  readonly fd?: FdFrames;
  readonly lengths: readonly number[];
}

const BASE = ['-s', '7E8', '-d', '7E0'];
const FD = { txDl: 64, bitRateSwitch: true } as const;
const FORMATS: { readonly [name: string]: Format } = {
  'normal addressing': {
    can: { request: 0x7e0, response: 0x7e8 },
    kernel: BASE,
    list: 'sff',
    lengths: [1, 7, 8, 62, 4095, 4096, 4900],
  },
  '29-bit addressing': {
    can: { request: 0x18da10f1, response: 0x18daf110 },
    kernel: ['-s', '18DAF110', '-d', '18DA10F1'],
    list: 'eff',
    lengths: [7, 8, 700],
  },
  'extended addressing': {
    can: { request: 0x6f1, response: 0x612, format: 'extended', unit: 0x12, tester: 0xf1 },
    kernel: ['-s', '612', '-d', '6F1', '-x', 'F1:12'],
    list: 'sff',
    lengths: [6, 7, 700],
  },
  'FD frames of 64 bytes': {
    can: { request: 0x7e0, response: 0x7e8 },
    kernel: [...BASE, '-L', '72:64:1'],
    list: 'sff',
    fd: FD,
    lengths: [7, 8, 62, 63, 4095, 4900],
  },
};

/** On an emulated processor that is busy elsewhere, a second's patience for a frame may be over. */
const TRIES = 3;

const message = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
const text = (bytes: Uint8Array): string =>
  Buffer.from(bytes).toString('hex').toUpperCase().replace(/../g, '$& ').trim();

describe("the kernel's ISO-TP", () => {
  let bus: ReturnType<typeof makeBus>;
  const children: ChildProcess[] = [];
  beforeEach(() => {
    bus = makeBus();
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill();
    bus.remove();
  });

  async function ours({ can, fd }: Format, options: object = {}) {
    const unit: UnitAddress = { logical: 0x1001, can };
    const canLink = openSocketCanLink({ name: bus.name, clock: systemClock(), fd: fd !== undefined });
    const link = openIsoTpLink({ canLink, units: [unit], clock: systemClock(), ...(fd && { fd }), options });
    const heard = new Heard(link);
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    return { link, unit, heard };
  }

  /** isotprecv, ready to receive; the answer gives its messages one by one. By itself it keeps its lines back in a pipe. */
  async function receiver({ kernel, list }: Format, ...more: readonly string[]) {
    const before = listeners(list, bus.name);
    const child = spawn('stdbuf', ['-oL', 'isotprecv', ...kernel, '-l', ...more, bus.name], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await listening(list, bus.name, before);
    return async () => String((await lines.next()).value).trim();
  }

  async function sendFromKernel({ kernel }: Format, bytes: Uint8Array): Promise<void> {
    const child = spawn('isotpsend', [...kernel, '-b', bus.name], { stdio: ['pipe', 'inherit', 'inherit'] });
    children.push(child);
    const exited = once(child, 'exit');
    child.stdin.end(text(bytes));
    expect(await exited).toEqual([0, null]);
  }

  for (const [name, format] of Object.entries(FORMATS)) {
    test(`the kernel receives what we send, ${name}`, async () => {
      const { link, unit } = await ours(format);
      const next = await receiver(format);
      for (const length of format.lengths) {
        const sent = await link.send({ to: 'unit', unit }, message(length));
        expect([length, sent]).toEqual([length, { ok: true, value: undefined }]);
        expect(await next()).toBe(text(message(length)));
      }
      await link.close();
    });

    test(`we receive what the kernel sends, ${name}`, async () => {
      const { link, heard } = await ours(format);
      for (const length of format.lengths) {
        const before = heard.of('message').length;
        for (let tries = 0; tries < TRIES && heard.of('message').length === before; tries++) {
          const failures = heard.of('transfer-failed').length;
          await sendFromKernel(format, message(length));
          while (heard.of('message').length === before && heard.of('transfer-failed').length === failures)
            await pause(5);
        }
        const told = heard.of('message')[before];
        expect(Buffer.from(told?.bytes ?? []).equals(message(length))).toBe(true);
      }
      await link.close();
    });
  }

  const normal = { can: { request: 0x7e0, response: 0x7e8 }, kernel: BASE, list: 'sff', lengths: [] };

  test('we obey its BS and STmin', async () => {
    const { link, unit } = await ours(normal);
    const next = await receiver(normal, '-b', '4', '-m', '0A');
    const seen = await watch(bus.name);
    await link.send({ to: 'unit', unit }, message(100));
    expect(await next()).toBe(text(message(100)));
    expectBlocks(await seen.until(19), 0x7e0, 4, 0.01);
    seen.end();
    await link.close();
  });

  test('it obeys our BS and STmin', async () => {
    const { link, heard } = await ours(normal, { blockSize: 4, stMin: 10 });
    const seen = await watch(bus.name);
    await sendFromKernel(normal, message(100));
    await heard.until('message');
    expectBlocks(await seen.until(19), 0x7e8, 4, 0.01);
    seen.end();
    await link.close();
  });
});

/** After each flow control at most `blockSize` consecutive frames, `stMin` seconds or more from one to the next. */
function expectBlocks(
  seen: Awaited<ReturnType<Awaited<ReturnType<typeof watch>>['until']>>,
  sender: number,
  blockSize: number,
  stMin: number,
): void {
  const blocks: number[][] = [];
  for (const { frame, at } of seen)
    if (frame.id !== sender) blocks.push([]);
    else if ((frame.data[0] ?? 0) >> 4 === 2) blocks.at(-1)?.push(at);
  expect(blocks.map(({ length }) => length)).toEqual([4, 4, 4, 2]);
  const gaps = blocks.flatMap((block) => block.slice(1).map((at, i) => at - (block[i] ?? 0)));
  expect(blocks.every(({ length }) => length <= blockSize)).toBe(true);
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(stMin - 0.0002);
}
