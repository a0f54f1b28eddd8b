import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, hex, millis, ok } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { baseFrame, type CanFrame } from '@baylink/protocols/can';
import {
  ADAPTER_DEFAULTS,
  ADAPTER_START,
  type AdapterInput,
  type AdapterOptions,
  slcanAdapter,
} from '@baylink/protocols/slcan';
import { canLinkContract, diagnosticLinkContract, Heard } from '@baylink/testing';
import type { CanLink, CanLinkEvent, UnitAddress } from '@baylink/transport-vehicle';
import { FUNCTIONAL_REQUEST_ID, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSlcanLink, type SlcanLinkOptions } from '@baylink/transport-vehicle/slcan';
import { afterEach, describe, expect, test } from 'vitest';
import { openPty } from './pty.js';

const clock = systemClock();
const FRAME = baseFrame(0x7e0, bytesOf(0x02, 0x10, 0x03));

/** A bare pseudo-terminal in a folder of its own; what the tester writes is kept as text. */
async function terminal() {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-pty-'));
  const pty = await openPty(join(folder, 'adapter'));
  if (!pty.ok) throw new Error(pty.error);
  let written = '';
  let more: () => void = () => {};
  let close = () => {
    close = () => {};
    pty.value.close();
  };
  const hear = (listener: (bytes: Uint8Array) => void): void =>
    pty.value.listen((bytes) => {
      written += String.fromCharCode(...bytes);
      listener(bytes);
      more();
    });
  return {
    path: pty.value.path,
    hear,
    says: (text: string) => void pty.value.write(Buffer.from(text, 'latin1')),
    writes: (bytes: Uint8Array) => void pty.value.write(bytes),
    written: async (part: string) => {
      while (!written.includes(part)) await new Promise<void>((resolve) => (more = resolve));
      return written;
    },
    cut: () => close(),
    release: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A LAWICEL adapter on a pseudo-terminal; the other node of its bus is a CAN link. */
async function adapter(options: Partial<AdapterOptions> = {}) {
  const port = await terminal();
  const machine = slcanAdapter({ ...ADAPTER_DEFAULTS, ...options });
  let state = ADAPTER_START;
  let toNode: (event: CanLinkEvent) => void = () => {};
  const feed = (input: AdapterInput): void => {
    const step = machine.step(state, input, clock.now());
    state = step.state;
    for (const out of step.out) {
      if (out.kind === 'write') port.writes(out.bytes);
      if (out.kind !== 'transmit') continue;
      toNode({ kind: 'frame', frame: out.frame, at: clock.now() });
      setImmediate(() => feed({ kind: 'transmitted' }));
    }
  };
  port.hear((bytes) => feed({ kind: 'received', bytes }));
  const node: CanLink = {
    kind: 'node',
    open: async () => ok(),
    listen: (listener) => {
      toNode = listener;
    },
    send: async (frame) => {
      feed({ kind: 'bus', frame });
      return ok();
    },
    close: async () => {},
  };
  return { ...port, node };
}

for (const formats of ['classic', 'fd'] as const)
  canLinkContract(
    `an SLCAN adapter for ${formats} frames on a pseudo-terminal`,
    async () => {
      const on = await adapter({ formats });
      const heard = new Heard(on.node);
      const link = openSlcanLink({ path: on.path, clock, ...(formats === 'fd' && { dataBitRate: 2_000_000 }) });
      return {
        link,
        onBus: async (count) => (await heard.until('frame', count)).map(({ frame }) => frame),
        fromBus: (frame) => void on.node.send(frame),
        cut: on.cut,
        release: async () => {
          await link.close();
          on.release();
        },
      };
    },
    formats,
  );

const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: FUNCTIONAL_REQUEST_ID } };

for (const [name, fd] of [
  ['classic', undefined],
  ['FD', { txDl: 64, bitRateSwitch: true }],
] as const)
  diagnosticLinkContract(`ISO-TP in ${name} frames over an SLCAN adapter on a pseudo-terminal`, async () => {
    const on = await adapter();
    const can = openSlcanLink({ path: on.path, clock, ...(fd && { dataBitRate: 5_000_000 }) });
    const link = openIsoTpLink({ canLink: can, units: [ENGINE], clock, ...(fd && { fd }) });
    const unit = openIsoTpLink({ canLink: on.node, units: [TESTER, EVERYBODY], clock, ...(fd && { fd }) });
    return {
      link,
      unit: ENGINE,
      stranger: { logical: 0x1099, can: { request: 0x700, response: 0x708 } },
      answer: (handler) =>
        unit.listen(async (event) => {
          if (event.kind !== 'message') return;
          for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: TESTER }, answer);
        }),
      cut: on.cut,
      release: async () => {
        await link.close();
        on.release();
      },
    };
  });

describe('the SLCAN link', () => {
  const ends: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  const linkTo = (path: string, changed: Partial<SlcanLinkOptions> = {}) => {
    const link = openSlcanLink({ path, clock, ...changed });
    ends.push(() => link.close());
    return link;
  };
  const bare = async () => {
    const port = await terminal();
    ends.push(port.release);
    return port;
  };
  /** Acknowledges commands until the channel is open, and then says only what the test says. */
  const manual = async (changed: Partial<SlcanLinkOptions> = {}) => {
    const port = await bare();
    let line = '';
    port.hear((bytes) => {
      for (const char of String.fromCharCode(...bytes)) {
        if (char === '\r' && /^[SOC]/.test(line)) port.says('\r');
        line = char === '\r' ? '' : line + char;
      }
    });
    const link = linkTo(port.path, { host: { replyLimit: millis(100) }, ...changed });
    const heard = new Heard(link);
    expect((await link.open()).ok).toBe(true);
    return { port, link, heard };
  };

  test('the adapter is reset, set to 500 kbit/s and opened, and closed at the end', async () => {
    const { port, link } = await manual();
    expect(await port.written('O\r')).toBe('\rC\rS6\rO\r');
    await link.close();
    expect(await port.written('O\rC\r')).toBe('\rC\rS6\rO\rC\r');
  });

  test('there is no such device: the sentence names it', async () => {
    const path = join(tmpdir(), 'baylink-no-such-adapter');
    expect(await linkTo(path).open()).toEqual({
      ok: false,
      error: {
        kind: 'lost',
        message: `There is no adapter at ${path}: plug it in, or give the path under which it appears.`,
      },
    });
  });

  test('the device has an owner already', async () => {
    const { port } = await manual();
    const second = await linkTo(port.path).open();
    expect(second).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('in use by another program') },
    });
  });

  test('a device that never replies is not taken for an adapter', async () => {
    const port = await bare();
    expect(await linkTo(port.path, { host: { replyLimit: millis(20) } }).open()).toMatchObject({
      ok: false,
      error: { kind: 'timeout', message: expect.stringContaining('did not reply within 20 ms') },
    });
  });

  test('an adapter that refuses to open the bus', async () => {
    const port = await bare();
    port.hear((bytes) => {
      const text = String.fromCharCode(...bytes);
      if (text.includes('S')) port.says('\r');
      if (text.includes('O')) port.says('\x07');
    });
    expect(await linkTo(port.path).open()).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('refused to open the bus') },
    });
  });

  test('a bit rate that SLCAN does not know is refused before the port is opened', async () => {
    expect(await linkTo('/nowhere', { bitRate: 33_333 }).open()).toMatchObject({
      ok: false,
      error: { kind: 'unsupported', message: expect.stringContaining('33333 bit/s') },
    });
  });

  test('a data bit rate that SLCAN does not know is refused before the port is opened', async () => {
    expect(await linkTo('/nowhere', { dataBitRate: 3_000_000 }).open()).toMatchObject({
      ok: false,
      error: { kind: 'unsupported', message: expect.stringContaining('3000000 bit/s in the data phase') },
    });
  });

  test('[C42] an adapter for classic CAN refuses the data bit rate, and the sentence says what it is', async () => {
    const on = await adapter({ formats: 'classic' });
    ends.push(on.release);
    expect(await linkTo(on.path, { dataBitRate: 2_000_000 }).open()).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('as an adapter for classic CAN does') },
    });
  });

  test('[C42] a frame is sent when the adapter says so, in pieces if it likes; a bell is a refusal', async () => {
    const { port, link } = await manual();
    const first = link.send(FRAME);
    const second = link.send(FRAME);
    await port.written('t7E03021003\rt7E03021003\r');
    for (const piece of ['z', '\r', '\n', '\x07']) port.says(piece);
    expect((await first).ok).toBe(true);
    expect(await second).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('a frame') },
    });
  });

  test('[C42] a frame that is never acknowledged is not sent, and the link lives', async () => {
    const { port, link } = await manual();
    expect(await link.send(FRAME)).toMatchObject({ ok: false, error: { kind: 'timeout' } });
    const next = link.send(baseFrame(0x7e1, bytesOf()));
    await port.written('t7E10\r');
    port.says('z\r');
    expect((await next).ok).toBe(true);
  });

  test('[C42] a glued line is dropped, counted and told; the frames around it count', async () => {
    const { port, link, heard } = await manual();
    port.says('t7E80\rt7E8203t7E820341\rt7E81AA\r');
    const frames = await heard.until('frame', 2);
    expect(frames.map(({ frame }) => hex(frame.data))).toEqual(['', 'aa']);
    expect(heard.of('error')).toMatchObject([{ error: { kind: 'protocol' } }]);
    expect(link.counters()).toMatchObject({ frames: 2, dropped: 1 });
  });

  test('no more frames than the window are with the adapter without its reply', async () => {
    const { port, link } = await manual({ host: { window: 3, replyLimit: millis(5000) } });
    const frames: CanFrame[] = Array.from({ length: 10 }, (_, i) => baseFrame(0x100 + i, bytesOf()));
    const outcomes = Promise.all(frames.map((frame) => link.send(frame)));
    expect(await port.written('t1020\r')).not.toContain('t1030');
    port.says('z\r');
    expect(await port.written('t1030\r')).not.toContain('t1040');
    for (let i = 4; i < 10; i++) {
      port.says('z\r');
      await port.written(`t10${i}0\r`);
    }
    port.says('z\rz\rz\r');
    expect((await outcomes).every((outcome) => outcome.ok)).toBe(true);
  });

  test('more frames than the queue takes are refused at once', async () => {
    const { port, link } = await manual({ host: { window: 1, queue: 2, replyLimit: millis(5000) } });
    const kept = Promise.all([link.send(FRAME), link.send(FRAME), link.send(FRAME)]);
    expect(await link.send(FRAME)).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('2 frames already wait') },
    });
    for (let sent = 1; sent <= 3; sent++) {
      await port.written('t7E03021003\r'.repeat(sent));
      port.says('z\r');
    }
    expect((await kept).every((outcome) => outcome.ok)).toBe(true);
  });

  test('a frame under way when the adapter is lost fails with the sentence of the loss', async () => {
    const { port, link } = await manual();
    const sending = link.send(FRAME);
    await port.written('t7E03021003\r');
    port.cut();
    expect(await sending).toMatchObject({
      ok: false,
      error: { kind: 'lost', message: expect.stringContaining(port.path) },
    });
  });

  test('the tap sees every byte in both directions', async () => {
    const seen = { tx: '', rx: '' };
    const tap = {
      byte: (way: 'tx' | 'rx', channel: string, bytes: Uint8Array) => {
        expect(channel).toMatch(/adapter$/);
        seen[way] += String.fromCharCode(...bytes);
      },
    };
    const { port, link, heard } = await manual({ tap });
    const sending = link.send(FRAME);
    await port.written('t7E03021003\r');
    port.says('z\rt7E80\r');
    await heard.until('frame');
    await sending;
    expect(seen).toEqual({ tx: '\rC\rS6\rO\rt7E03021003\r', rx: '\r\r\rz\rt7E80\r' });
  });
});
