import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, bytesOf, hex, millis, millivolts } from '@baylink/kernel';
import { baseFrame } from '@baylink/protocols/can';
import { normalFixed } from '@baylink/protocols/iso-tp';
import { Heard } from '@baylink/testing';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { adapterIn, clock, hastyClock, passThruLibrary } from './test/adapter.rig.js';

const built = await passThruLibrary();
afterAll(built.clear);
const { folder, misbehaving, hostScript } = built;
const VERSIONS = [
  { version: '04.04', library: built.library, unanswered: /PassThruWriteMsgs.*ERR_TIMEOUT.*flow control.*\.$/ },
  { version: '05.00', library: built.library0500, unanswered: /PassThruQueueMsgs.*ERR_TIMEOUT.*not sent.*\.$/ },
] as const;
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const to = (unit: UnitAddress) => ({ to: 'unit', unit }) as const;

/** A link to a library that misbehaves as it is told. */
function bad(device: string, patience = clock) {
  const link = openJ2534Link({ library: misbehaving, device, hostScript, clock: patience, units: [ENGINE] });
  ends.push(() => link.close());
  return { link, heard: new Heard(link) };
}

describe.skipIf(built.skip !== undefined).each(VERSIONS)(
  'a pass-thru adapter with a library of version $version',
  ({ version, library, unanswered }) => {
    async function linked(units: readonly UnitAddress[] = [ENGINE], battery?: number) {
      const on = await adapterIn(folder, battery);
      const seen: string[] = [];
      const tap = { byte: (way: string, _: string, bytes: Uint8Array) => void seen.push(`${way} ${hex(bytes)}`) };
      const link = openJ2534Link({ library, device: on.path, hostScript, clock, units, tap });
      const bus = new Heard(on.node);
      const heard = new Heard(link);
      ends.push(on.release, () => link.close());
      expect(await link.open()).toEqual({ ok: true, value: undefined });
      const onBus = async (count: number) =>
        (await bus.until('frame', count)).map(({ frame }) => `${frame.id.toString(16)} ${hex(frame.data)}`);
      return { on, link, heard, onBus, seen };
    }

    test('[C43] a request is padded, the adapter controls the flow, and nothing of its own is taken for an answer', async () => {
      const { on, link, heard, onBus, seen } = await linked();
      await link.send(to(ENGINE), bytesOf(0x22, 0xf1, 0x90));
      await on.node.send(baseFrame(0x7e8, bytesOf(0x10, 0x0a, 0x62, 0xf1, 0x90, 1, 2, 3)));
      expect(await onBus(2)).toEqual(['7e0 0322f19000000000', '7e0 3000000000000000']);
      await heard.until('indication');
      expect(link.busy()).toBe(true);
      await on.node.send(baseFrame(0x7e8, bytesOf(0x21, 4, 5, 6, 7)));
      const [message] = await heard.until('message');
      expect(hex(message?.bytes ?? bytesOf())).toBe('62f19001020304050607');
      expect(heard.events.map(({ kind }) => kind)).toEqual(['indication', 'message']);
      expect(link.busy()).toBe(false);
      expect(seen.filter((line) => line.startsWith('tx'))).toEqual(['tx 000007e022f190']);
      expect(seen.at(-1)).toBe('rx 000007e862f19001020304050607');
    });

    test('[C06] a unit that sends no flow control: a timeout with a sentence, and the link lives', async () => {
      const { link, heard } = await linked();
      const outcome = await link.send(to(ENGINE), new Uint8Array(20));
      expect(outcome).toMatchObject({
        ok: false,
        error: { kind: 'timeout', message: expect.stringMatching(unanswered) },
      });
      expect(heard.of('transfer-failed')).toHaveLength(1);
      expect(link.counters()).toMatchObject({ errors: 1, lostFlowControls: 1 });
      expect((await link.send(to(ENGINE), bytesOf(0x3e, 0))).ok).toBe(true);
    });

    test('units with 29-bit identifiers, alone or beside 11-bit ones', async () => {
      const wide: UnitAddress = { logical: 0x10, can: normalFixed(0x10) };
      const alone = await linked([wide]);
      await alone.link.send({ to: 'functional' }, bytesOf(0x3e, 0x80));
      await alone.link.send(to(wide), bytesOf(0x3e, 0));
      expect(await alone.onBus(2)).toEqual(['18db33f1 023e800000000000', '18da10f1 023e000000000000']);
      await alone.on.node.send({ id: 0x18daf110, extended: true, data: bytesOf(2, 0x7e, 0) });
      expect((await alone.heard.until('message'))[0]?.from).toEqual(wide);

      const mixed = await linked([wide, ENGINE]);
      await mixed.link.send(to(wide), bytesOf(0x3e, 0));
      await mixed.link.send(to(ENGINE), bytesOf(0x3e, 0));
      expect(await mixed.onBus(2)).toEqual(['18da10f1 023e000000000000', '7e0 023e000000000000']);
    });

    test('with more units than the adapter has filters, the one that is asked is heard', async () => {
      const units = Array.from({ length: 12 }, (_, i) => ({
        logical: i,
        can: { request: 0x700 + i, response: 0x710 + i },
      }));
      const { on, link, heard } = await linked(units);
      expect(link.certificate()?.sentences.join(' ')).toContain('room for 10 units at a time of 12');
      for (const unit of units) {
        await link.send(to(unit), bytesOf(0x3e, 0));
        await on.node.send(baseFrame(unit.can.response, bytesOf(2, 0x7e, 0)));
        await heard.until('message', unit.logical + 1);
      }
      expect(heard.of('message').map(({ from }) => from.logical)).toEqual(units.map(({ logical }) => logical));
    });

    test('it measures the supply beside raw CAN too', async () => {
      const on = await adapterIn(folder, 14_010);
      const link = openJ2534CanLink({ library, device: on.path, hostScript, clock });
      ends.push(on.release, () => link.close());
      await link.open();
      expect(await link.readVoltage()).toEqual({ ok: true, value: millivolts(14_010) });
    });

    test('[PTH-R20] a frame whose confirmation comes late, or never, is on the bus once', async () => {
      const confirmations: (() => void)[] = [];
      const on = await adapterIn(folder, 13_850, (say) => confirmations.push(say));
      const link = openJ2534CanLink({ library, device: on.path, hostScript, clock });
      ends.push(on.release, () => link.close());
      const heard = new Heard(on.node);
      await link.open();
      const late = link.send(baseFrame(0x7e0, bytesOf(1)));
      await heard.until('frame', 1);
      await new Promise((resolve) => clock.wake(after(clock.now(), millis(300)), () => resolve(undefined)));
      for (const say of confirmations.splice(0)) say();
      expect(await late).toEqual({ ok: true, value: undefined });
      // The library of 04.04 counts what the adapter has taken, the one of 05.00 what has been on the bus.
      const never = await link.send(baseFrame(0x7e0, bytesOf(2)));
      expect(never.ok).toBe(version === '04.04');
      if (!never.ok) expect(never.error.message).toContain('ERR_TIMEOUT');
      expect(heard.of('frame').map(({ frame }) => frame.data[0])).toEqual([1, 2]);
      for (const say of confirmations.splice(0)) say();
    });

    test('it tells its versions and measures the supply', async () => {
      const { link } = await linked([ENGINE], 12_340);
      expect(await link.readVoltage?.()).toEqual({ ok: true, value: millivolts(12_340) });
      expect(link.certificate()).toMatchObject({
        adapter: `${basename(library)} 1.0, firmware virtual 1.0`,
        longestMessage: 4095,
        programming: { able: true, proof: 'claimed' },
        sentences: expect.arrayContaining([expect.stringContaining('12.34 V'), expect.stringContaining(version)]),
      });
    });
  },
);

describe.skipIf(built.skip !== undefined)('the devices of a library of version 05.00', () => {
  const opening = async (device?: string) => {
    const link = openJ2534Link({
      library: built.library0500,
      hostScript,
      clock,
      units: [ENGINE],
      ...(device === undefined ? {} : { device }),
    });
    ends.push(() => link.close());
    return { link, opened: await link.open() };
  };

  test('[PTH-R16] without a name the library is asked for its devices, and the first one that is free is opened', async () => {
    const on = await adapterIn(folder);
    ends.push(on.release);
    vi.stubEnv('BAYLINK_CAR', on.path);
    const { link, opened } = await opening();
    vi.unstubAllEnvs();
    expect(opened).toEqual({ ok: true, value: undefined });
    expect(link.certificate()?.sentences.join(' ')).toContain('opened as "J2534-1:Virtual VCI"');
  });

  test('[PTH-R16] no device at all, and a name that no library takes', async () => {
    vi.stubEnv('BAYLINK_CAR', undefined);
    expect((await opening()).opened).toMatchObject({
      ok: false,
      error: { kind: 'lost', message: expect.stringMatching(/PassThruScanForDevices.*no device found.*plug/) },
    });
    vi.unstubAllEnvs();
    expect((await opening('x'.repeat(100))).opened).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('at most 99 characters with its designation, this one 108') },
    });
  });
});

describe.skipIf(built.skip !== undefined)('a pass-thru library that misbehaves', () => {
  test.each([
    ['crash open', 'SIGSEGV'],
    ['crash connect', 'SIGSEGV'],
    ['exit open', 'exit code 3'],
  ])('"%s" costs its own process only', async (device, how) => {
    const { link } = bad(device);
    expect(await link.open()).toMatchObject({
      ok: false,
      error: { kind: 'lost', message: expect.stringContaining(`bad.so crashed its own process (${how})`) },
    });
  });

  test('a crash in mid-conversation is told once, as the loss of the link', async () => {
    const { link, heard } = bad('crash write');
    await link.open();
    const outcome = await link.send(to(ENGINE), bytesOf(0x3e, 0));
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'lost' } });
    expect(await heard.until('closed')).toMatchObject([{ error: { message: expect.stringContaining('SIGSEGV') } }]);
    await link.close();
    expect(heard.of('closed')).toHaveLength(1);
  });

  test.each(['write', 'read'])('one that never comes back from a %s is ended', { timeout: 20_000 }, async (call) => {
    const { link, heard } = bad(`hang ${call}`, hastyClock);
    const opened = await link.open();
    if (opened.ok) void link.send(to(ENGINE), bytesOf(0x3e, 0));
    const error = opened.ok ? (await heard.until('closed'))[0]?.error : opened.error;
    expect(error).toMatchObject({ kind: 'lost', message: expect.stringMatching(/bad\.so did not come back from/) });
  });

  test('[C43][PTH-R9] a read that succeeds and gives nothing is nothing, whatever count it leaves', async () => {
    for (const device of ['stale', 'endless']) {
      const { link, heard } = bad(device);
      await link.open();
      await link.send(to(ENGINE), bytesOf(0x3e, 0));
      await link.close();
      expect(heard.events.map(({ kind }) => kind)).toEqual(['closed']);
    }
  });

  test('[PTH-R19] one that takes a timeout of zero for "for ever", and gives messages only one by one, is heard', async () => {
    const { link, heard } = bad('impatient');
    await link.open();
    await link.send(to(ENGINE), bytesOf(0x3e, 0));
    expect((await heard.until('message'))[0]?.bytes).toEqual(bytesOf(0x7e, 0));
  });

  test('an adapter that is pulled out is a loss with a sentence', async () => {
    const { link, heard } = bad('unplugged');
    const opened = await link.open();
    const error = opened.ok ? (await heard.until('closed'))[0]?.error : opened.error;
    expect(error).toMatchObject({
      kind: 'lost',
      message:
        'The pass-thru library bad.so answered PassThruReadMsgs with ERR_DEVICE_NOT_CONNECTED, "as bad as they come": plug the adapter in and open the link again.',
    });
  });

  test('an adapter that takes no frames is asked a few times, then that is told', async () => {
    const link = openJ2534CanLink({ library: misbehaving, device: 'full', hostScript, clock });
    ends.push(() => link.close());
    const heard = new Heard(link);
    await link.open();
    const outcome = await link.send(baseFrame(1, bytesOf(1)));
    expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringContaining('ERR_BUFFER_FULL') } });
    expect(heard.of('error')).toHaveLength(1);
  });

  test('what it says about itself cannot draw on a terminal, and does not fill a page', async () => {
    const { link } = bad('');
    await link.open();
    expect(link.certificate()?.adapter).toBe(`bad.so [31mred, firmware ${'F'.repeat(79)}`);
    expect(await link.readVoltage?.()).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  });
});

describe('before anything of a library is run', () => {
  const opening = (path: string, node?: string) =>
    openJ2534Link({
      library: path,
      hostScript,
      clock,
      units: [ENGINE],
      ...(node === undefined ? {} : { node }),
    }).open();

  test('a path without a library', async () => {
    expect(await opening('/nowhere/vci.so')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('/nowhere/vci.so cannot be read (ENOENT)') },
    });
  });

  test('[PTH-R3] a file that is no library', async () => {
    const path = join(folder, 'text.so');
    writeFileSync(path, 'no library at all, but a text of more than sixty-four characters in it');
    expect(await opening(path)).toMatchObject({ ok: false, error: { kind: 'unsupported' } });
  });

  test('[PTH-R3] a library for another processor names the Node that it needs', async () => {
    const path = join(folder, 'vci32.dll');
    const head = new Uint8Array(256);
    head.set([0x4d, 0x5a]);
    head[0x3c] = 0x80;
    head.set([0x50, 0x45, 0, 0, 0x4c, 0x01], 0x80);
    writeFileSync(path, head);
    expect(await opening(path)).toMatchObject({
      ok: false,
      error: { message: expect.stringMatching(/vci32\.dll is made for ia32 \(PE, 32 bits\).*\?node=PATH\.$/) },
    });
  });

  test('a Node that is not there', async () => {
    const path = join(folder, 'vci32.dll');
    expect(await opening(path, '/nowhere/node')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('/nowhere/node does not run (ENOENT)') },
    });
  });
});
