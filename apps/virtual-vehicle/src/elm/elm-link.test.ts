import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesOf, DrivenMachine, hex, millivolts, ok } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import {
  ADAPTER_START,
  type AdapterInput,
  type AdapterOut,
  elmAdapter,
  PERSONALITIES,
  type PersonalityName,
} from '@baylink/protocols/elm';
import { normalFixed } from '@baylink/protocols/iso-tp';
import { diagnosticLinkContract, Heard } from '@baylink/testing';
import { type CanLink, type CanLinkEvent, LEGISLATED_UNITS, type UnitAddress } from '@baylink/transport-vehicle';
import { openElmLink } from '@baylink/transport-vehicle/elm';
import { FUNCTIONAL_REQUEST_ID, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openPty } from '../pty/pty.js';

const clock = systemClock();
const ENGINE: UnitAddress = { logical: 0x1001, can: { request: 0x7e0, response: 0x7e8 } };
const BODY: UnitAddress = { logical: 0x1002, can: { request: 0x7e2, response: 0x7ea } };
const TESTER: UnitAddress = { logical: 0x0e00, can: { request: 0x7e8, response: 0x7e0 } };
const EVERYBODY: UnitAddress = { logical: 0x0e01, can: { request: 0x7fe, response: FUNCTIONAL_REQUEST_ID } };

/** What the serial line does to the adapter's bytes. */
type Line = (bytes: Uint8Array) => readonly Uint8Array[];
const whole: Line = (bytes) => [bytes];
const torn: Line = (bytes) => Array.from(bytes, (byte) => Uint8Array.of(byte));

/** An adapter on a pseudo-terminal; the other node of its bus is a CAN link. */
async function plug(who: PersonalityName, line: Line = whole) {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-elm-'));
  const opened = await openPty(join(folder, 'adapter'));
  if (!opened.ok) throw new Error(opened.error);
  const pty = opened.value;
  let toNode: (event: CanLinkEvent) => void = () => {};
  let written = '';
  const machine = new DrivenMachine<typeof ADAPTER_START, AdapterInput, AdapterOut>(
    elmAdapter(PERSONALITIES[who]),
    ADAPTER_START,
    clock,
    { kind: 'tick' },
    (out) => {
      if (out.kind === 'write') for (const piece of line(out.bytes)) pty.write(piece);
      if (out.kind === 'measure') machine.feed({ kind: 'voltage', value: millivolts(13_870) });
      if (out.kind !== 'transmit') return;
      setImmediate(() => {
        machine.feed({ kind: 'transmitted' });
        toNode({ kind: 'frame', frame: out.frame, at: clock.now() });
      });
    },
  );
  pty.listen((bytes) => {
    written += String.fromCharCode(...bytes);
    machine.feed({ kind: 'received', bytes });
  });
  const node: CanLink = {
    kind: 'node',
    open: async () => ok(),
    listen: (listener) => {
      toNode = listener;
    },
    send: async (frame) => {
      machine.feed({ kind: 'bus', frame });
      return ok();
    },
    close: async () => {},
  };
  let close = (): void => {
    close = () => {};
    machine.stop();
    pty.close();
  };
  return {
    node,
    path: pty.path,
    written: () => written,
    says: (text: string) => void pty.write(Buffer.from(text, 'latin1')),
    cut: () => close(),
    release: () => {
      close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Handler = (request: Uint8Array) => readonly Uint8Array[];

async function subject(who: PersonalityName, line: Line = whole) {
  const on = await plug(who, line);
  const link = openElmLink({ place: { kind: 'serial', path: on.path }, units: [ENGINE, BODY], clock });
  const unit = openIsoTpLink({ canLink: on.node, units: [TESTER, EVERYBODY], clock });
  return {
    ...on,
    link,
    unit: ENGINE,
    stranger: { logical: 0x1099, can: { request: 0x700, response: 0x708 } },
    answer: (handler: Handler) =>
      unit.listen(async (event) => {
        if (event.kind !== 'message') return;
        for (const answer of handler(event.bytes)) await unit.send({ to: 'unit', unit: TESTER }, answer);
      }),
    release: async () => {
      await link.close();
      on.release();
    },
  };
}

diagnosticLinkContract('an STN on a pseudo-terminal', () => subject('stn1110'));
diagnosticLinkContract('an STN on a line that tears', () => subject('stn1110', torn));
diagnosticLinkContract('an ELM327 on a pseudo-terminal', async () => ({ ...(await subject('elm14')), longest: 7 }));

describe('the ELM link', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function opened(who: PersonalityName, line?: Line) {
    const on = await subject(who, line);
    ends.push(on.release);
    const heard = new Heard(on.link);
    expect(await on.link.open()).toEqual({ ok: true, value: undefined });
    return { ...on, heard };
  }
  const to = (unit: UnitAddress) => ({ to: 'unit', unit }) as const;

  test.each<[PersonalityName, boolean, RegExp]>([
    ['stn1110', true, /It can program\.$/],
    ['elm14', false, /No programming with this adapter: an ELM327 sends no request that is longer than 7 bytes/],
    ['clone15', false, /is a clone: it claims version 1\.5, which was never made/],
    ['clone21', false, /is a clone: it does not know ATPPS/],
  ])('[ELM-R13][ELM-R14] the certificate of %s', async (who, able, words) => {
    const { link } = await opened(who);
    const certificate = link.certificate();
    expect(certificate?.programming.able).toBe(able);
    expect(certificate?.sentences.join(' ')).toMatch(words);
  });

  test('before it is open there is a certificate that allows nothing', async () => {
    const on = await subject('stn1110');
    ends.push(on.release);
    expect(on.link.certificate()).toMatchObject({ longestMessage: 0, programming: { able: false } });
  });

  test('[ELM-R23] a clone that drops frames of a long answer is found out by it', async () => {
    const { link, answer, heard } = await opened('clone15');
    answer(() => [new Uint8Array(200)]);
    await link.send(to(ENGINE), bytesOf(0x22, 0xf1, 0xa0));
    await heard.until('transfer-failed');
    expect(link.counters().errors).toBeGreaterThan(0);
    expect(link.certificate()?.sentences.join(' ')).toMatch(/It has lost frames of 1 messages/);
  });

  test('the voltage takes its turn; an STN tells hundredths, an ELM327 tenths', async () => {
    const { link, answer, heard } = await opened('stn1110');
    answer(() => [bytesOf(0x7e, 0)]);
    const [sent, voltage] = await Promise.all([link.send(to(ENGINE), bytesOf(0x3e, 0)), link.readVoltage?.()]);
    expect([sent.ok, voltage]).toEqual([true, { ok: true, value: 13_870 }]);
    expect(heard.of('message')).toHaveLength(1);
    const elm = await opened('elm14');
    expect(await elm.link.readVoltage?.()).toEqual({ ok: true, value: 13_900 });
  });

  test('[ELM-R6][ELM-R8] two units by turns; nothing before the prompt, and never a lone carriage return', async () => {
    const { link, answer, heard, written } = await opened('stn1110');
    answer((request) => [bytesOf(request[0] === undefined ? 0 : request[0] + 0x40, 0)]);
    const both = await Promise.all([link.send(to(ENGINE), bytesOf(0x3e, 0)), link.send(to(BODY), bytesOf(0x3e, 0))]);
    expect(both.every((outcome) => outcome.ok)).toBe(true);
    await heard.until('message');
    expect(written()).toContain('ATSH7E2\rATCRA7EA\r');
    expect(written()).not.toMatch(/\r ?\r/);
  });

  /** An STN is told how long to wait; an ELM327 gives up, and its owner looks at the bus (ATMA) for what comes late. */
  test.each([
    { who: 'stn1110', looksAtBus: false },
    { who: 'elm14', looksAtBus: true },
  ] as const)(
    'a unit that asks for patience is waited for, also by an adapter that gives up: $who',
    async ({ who, looksAtBus }) => {
      const { link, node, heard, written } = await opened(who);
      const say = (...data: number[]) => node.send({ id: 0x7e8, extended: false, data: bytesOf(...data) });
      node.listen((event) => {
        if (event.kind === 'frame') void say(0x03, 0x7f, 0x31, 0x78);
      });
      expect((await link.send(to(ENGINE), bytesOf(0x31, 0x01, 0xff, 0x00))).ok).toBe(true);
      await heard.until('message');
      if (looksAtBus) await vi.waitFor(() => expect(written()).toContain('ATMA'), { timeout: 10_000 });
      await say(0x04, 0x71, 0x01, 0xff, 0x00);
      const messages = await heard.until('message', 2);
      expect(messages.map(({ bytes }) => hex(bytes))).toEqual(['7f3178', '7101ff00']);
      expect(written().includes('ATMA')).toBe(looksAtBus);
    },
  );

  test('nobody answers: the request was sent all the same', async () => {
    const { link, written } = await opened('stn1110');
    expect((await link.send(to(ENGINE), bytesOf(0x3e, 0))).ok).toBe(true);
    expect(written()).toMatch(/3E00\r $/);
  });

  test('an adapter that lost its supply has forgotten its settings: the link ends', async () => {
    const { says, heard } = await opened('stn1110');
    says('\rLV RESET\r\rELM327 v1.4b\r\r>');
    const [closed] = await heard.until('closed');
    expect(closed?.error).toMatchObject({ kind: 'lost', message: expect.stringContaining('started anew') });
  });

  test('a request that the bus does not take is not sent', async () => {
    const { link, says, node } = await opened('stn1110');
    node.listen(() => says('CAN ERROR\r\r>'));
    expect(await link.send(to(ENGINE), bytesOf(0x3e, 0))).toMatchObject({
      ok: false,
      error: { kind: 'refused', message: expect.stringContaining('bit rate') },
    });
  });

  test.each([
    ['CAN ERROR', 'refused', /bit rate/],
    ['?', 'unsupported', /does not know the command/],
    ['BUS BUSY', 'refused', /never free/],
  ] as const)('[C41][ELM-R3] %s in place of an answer is a failure of its own kind', async (said, kind, words) => {
    const { link, says, node } = await opened('stn1110');
    node.listen(() => says(`${said}\r\r>`));
    expect(await link.send(to(ENGINE), bytesOf(0x3e, 0))).toMatchObject({
      ok: false,
      error: { kind, message: expect.stringMatching(words) },
    });
  });

  test('[C41][ELM-R3] BUFFER FULL: the request was sent, and its answer is told as lost', async () => {
    const { link, says, node, heard } = await opened('stn1110');
    node.listen(() => says('7E8 10 14 49 02 01 57 50 30\rBUFFER FULL\r\r>'));
    expect(await link.send(to(ENGINE), bytesOf(0x09, 0x02))).toMatchObject({ ok: true });
    const [failed] = await heard.until('transfer-failed');
    expect(failed).toMatchObject({ direction: 'rx', unit: ENGINE });
    expect(heard.of('message')).toEqual([]);
  });

  test.each(['NO DATA', 'STOPPED'])(
    '[C41][ELM-R3] %s: the request was sent, and nothing is made up as its answer',
    async (said) => {
      const { link, says, node, heard } = await opened('stn1110');
      node.listen(() => says(`${said}\r\r>`));
      expect(await link.send(to(ENGINE), bytesOf(0x3e, 0))).toMatchObject({ ok: true });
      expect(heard.of('message')).toEqual([]);
    },
  );

  const WIDE: UnitAddress = { logical: 0x10, can: normalFixed(0x10) };
  const WIDE_TESTER: UnitAddress = { logical: 0x0e02, can: { request: 0x18daf110, response: 0x18da10f1 } };
  const WIDE_EVERYBODY: UnitAddress = { logical: 0x0e03, can: { request: 0x18daf111, response: 0x18db33f1 } };

  /** A car of which one unit has 29-bit identifiers, and beside it the engine unit where `both`. */
  async function wideCar(units: readonly UnitAddress[], both: boolean) {
    const on = await plug('stn1110');
    const link = openElmLink({ place: { kind: 'serial', path: on.path }, units, clock });
    const listeners = [WIDE_TESTER, WIDE_EVERYBODY, ...(both ? [TESTER, EVERYBODY] : [])];
    const unit = openIsoTpLink({ canLink: on.node, units: listeners, clock });
    ends.push(async () => {
      await link.close();
      on.release();
    });
    unit.listen(async (event) => {
      if (event.kind !== 'message') return;
      const wide = event.from === WIDE_TESTER || event.from === WIDE_EVERYBODY;
      const answer = event.bytes[0] === 0x3e ? bytesOf(0x7e, 0x00) : bytesOf(0x62, 0xf1, 0x90, ...Array(20).fill(wide));
      await unit.send({ to: 'unit', unit: wide ? WIDE_TESTER : TESTER }, answer);
    });
    const heard = new Heard(link);
    expect(await link.open()).toEqual({ ok: true, value: undefined });
    return { link, heard, written: on.written };
  }

  test('[ELM-R25] of a car of which nothing is known the 29-bit place is asked after nobody has answered at the 11-bit one', async () => {
    const { link, heard, written } = await wideCar(LEGISLATED_UNITS, false);
    const present = bytesOf(0x3e, 0x00);
    expect(await link.send({ to: 'functional' }, present)).toEqual({ ok: true, value: undefined });
    expect(heard.of('message')).toEqual([]);
    expect(await link.send({ to: 'functional' }, present)).toEqual({ ok: true, value: undefined });
    const [first] = await heard.until('message');
    expect(first).toMatchObject({ from: { logical: 0x10, can: normalFixed(0x10) }, bytes: bytesOf(0x7e, 0x00) });
    if (first === undefined) throw new Error('nobody answered');
    expect(await link.send({ to: 'unit', unit: first.from }, bytesOf(0x22, 0xf1, 0x90))).toMatchObject({ ok: true });
    expect((await heard.until('message', 2))[1]?.bytes).toHaveLength(23);
    expect(written().match(/ATTP\d/g)).toEqual(['ATTP7']);
  });

  test('[ELM-R25] units of both widths take their turns, and everybody is asked in each', async () => {
    const { link, heard, written } = await wideCar([ENGINE, WIDE], true);
    for (const unit of [ENGINE, WIDE, WIDE, ENGINE])
      expect(await link.send({ to: 'unit', unit }, bytesOf(0x22, 0xf1, 0x90))).toMatchObject({ ok: true });
    const told = await heard.until('message', 4);
    expect(told.map(({ from, bytes }) => [from.logical, bytes[3]])).toEqual([
      [0x1001, 0],
      [0x10, 1],
      [0x10, 1],
      [0x1001, 0],
    ]);
    expect(await link.send({ to: 'functional' }, bytesOf(0x3e, 0x00))).toEqual({ ok: true, value: undefined });
    expect((await heard.until('message', 6)).slice(4).map(({ from }) => from.logical)).toEqual([0x1001, 0x10]);
    expect(written().match(/ATTP\d/g)).toEqual(['ATTP7', 'ATTP6', 'ATTP7']);
  });
});
