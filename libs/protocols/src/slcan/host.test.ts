import { bytesOf, millis } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { baseFrame, type CanFrame } from '../can/index.js';
import { frameText } from './frame-text.js';
import { HOST_DEFAULTS, HOST_START, type HostInput, type HostOptions, type HostOut, slcanHost } from './host.js';
import type { HostCommand } from './host-commands.js';
import { ascii } from './lines.js';

const A: CanFrame = baseFrame(0x123, bytesOf(0x11));
const B: CanFrame = baseFrame(0x124, bytesOf(0x22));

const text = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

function show(out: HostOut): string {
  switch (out.kind) {
    case 'write':
      return `> ${text(out.bytes).replaceAll('\r', '.')}`;
    case 'accepted':
      return `#${out.ticket} ok${out.text === '' ? '' : ` ${out.text}`}`;
    case 'failed':
      return `#${out.ticket} ${out.error}`;
    case 'frame':
      return `frame ${frameText(out.frame)}`;
    case 'dropped':
      return 'dropped';
  }
}

function bench(changed: Partial<HostOptions> = {}) {
  const host = slcanHost({ ...HOST_DEFAULTS, ...changed });
  let state = HOST_START;
  let ticket = 0;
  const feed = (input: HostInput, at: number): string[] => {
    const step = host.step(state, input, millis(at));
    state = step.state;
    return step.out.map(show);
  };
  return {
    command: (command: HostCommand, at = 0) => feed({ kind: 'command', command, ticket: ++ticket }, at),
    transmit: (frame: CanFrame, at = 0) =>
      feed({ kind: 'command', command: { kind: 'transmit', frame }, ticket: ++ticket }, at),
    receive: (line: string, at = 1) => feed({ kind: 'received', bytes: ascii(line) }, at),
    reset: (at: number) => feed({ kind: 'reset' }, at),
    tick: (at: number) => feed({ kind: 'tick' }, at),
    due: () => host.deadline(state),
    counters: () => state.counters,
  };
}

test.each<[string, HostCommand, string]>([
  ['the bit rate', { kind: 'bit-rate', code: '6' }, '> S6.'],
  ['the data bit rate', { kind: 'data-bit-rate', code: '2' }, '> Y2.'],
  ['open', { kind: 'open' }, '> O.'],
  ['close', { kind: 'close' }, '> C.'],
  ['a frame', { kind: 'transmit', frame: A }, '> t123111.'],
])('[SLC-R5] %s is done when it is acknowledged, not before', (_, command, written) => {
  const on = bench();
  expect(on.command(command)).toEqual([written]);
  expect(on.tick(5)).toEqual([]);
  expect(on.receive('\r')).toEqual(['#1 ok']);
});

test('[SLC-R5] questions bring their answer', () => {
  const on = bench();
  on.command({ kind: 'version' });
  on.command({ kind: 'status' });
  expect(on.receive('V1013\rF04\r')).toEqual(['#1 ok V1013', '#2 ok F04']);
});

test.each(['\r', 'z\r', 'Z\r', 'z\r\n'])('[C42][SLC-R6] %j acknowledges a transmit', (reply) => {
  const on = bench();
  on.transmit(A);
  expect(on.receive(reply)[0]).toMatch(/^#1 ok/);
});

test.each([
  ['an empty line', '\r', '#1 ok'],
  ['z', 'z\r', '#1 ok z'],
  ['z and a line feed', 'z\r\n', '#1 ok z'],
])('[C42][SLC-R4][SLC-R6] `t1238` and its sixteen digits are acknowledged by %s', (_, reply, done) => {
  const on = bench();
  const full = baseFrame(0x123, bytesOf(0x10, 0x32, 0x54, 0x76, 0x98, 0xba, 0xdc, 0xfe));
  expect(on.transmit(full)).toEqual(['> t12381032547698BADCFE.']);
  const told = Array.from(reply).flatMap((piece) => on.receive(piece));
  expect(told).toEqual([done]);
  expect(on.receive('t12381032547698BADCFE\r')).toEqual(['frame t12381032547698BADCFE']);
});

test('[C42][SLC-R8] a glued line of another identifier neither ends nor answers what waits', () => {
  const on = bench();
  on.transmit(A);
  expect(on.receive('t12381032547698BADCFEt7E80\r')).toEqual(['dropped']);
  expect(on.receive('t1238103254769\r')).toEqual(['dropped']);
  expect(on.receive('z\r')).toEqual(['#1 ok z']);
  expect(on.counters()).toMatchObject({ frames: 0, dropped: 2, bells: 0 });
});

test('[C42][SLC-R5] replies in one-byte pieces, between frames, belong to commands in order', () => {
  const on = bench();
  on.transmit(A);
  on.transmit(B);
  const outs = Array.from('z\rt7E820341\rz\r').flatMap((char) => on.receive(char));
  expect(outs).toEqual(['#1 ok z', 'frame t7E820341', '#2 ok z']);
});

test('[C42][SLC-R7] a bell fails the oldest command, the next one is answered by the next reply', () => {
  const on = bench();
  on.transmit(A);
  on.transmit(B);
  expect(on.receive('\x07z\r')).toEqual(['#1 refused', '#2 ok z']);
  expect(on.counters().bells).toBe(1);
});

test.each([
  ['two lines glued together', 't7E8203t7E820341\r'],
  ['a torn line', 't7E82034\r'],
  ['noise', '\x00\xff%\r'],
  ['a remote frame', 'r7E82\r'],
  ['a line that never ends', `${'A'.repeat(5000)}\r`],
])('[C42][SLC-R8] %s is dropped and counted, the session goes on', (_, damaged) => {
  const on = bench();
  on.transmit(A);
  expect(on.receive(`t7E80\r${damaged}t7E81AA\rz\r`)).toEqual(['frame t7E80', 'dropped', 'frame t7E81AA', '#1 ok z']);
  expect(on.counters()).toMatchObject({ frames: 2, dropped: 1 });
});

test('[SLC-R9] the window is with the adapter, the queue waits, the rest fails at once', () => {
  const on = bench({ window: 2, queue: 2 });
  expect(on.transmit(A)).toEqual(['> t123111.']);
  expect(on.transmit(A)).toEqual(['> t123111.']);
  expect(on.transmit(B)).toEqual([]);
  expect(on.transmit(A)).toEqual([]);
  expect(on.transmit(B)).toEqual(['#5 queue-full']);
  expect(on.receive('z\rz\r')).toEqual(['#1 ok z', '#2 ok z', '> t124122.t123111.']);
});

test('[SLC-R10] a lost reply fails all that wait; late replies are not taken for those of the next command', () => {
  const on = bench({ window: 1 });
  on.transmit(A, 0);
  on.transmit(B, 0);
  expect(on.due()).toBe(1000);
  expect(on.tick(999)).toEqual([]);
  expect(on.tick(1000)).toEqual(['#1 timeout', '#2 timeout']);
  expect(on.transmit(A, 1010)).toEqual([]);
  expect(on.receive('z\r', 1030)).toEqual([]);
  expect(on.due()).toBe(1090);
  expect(on.tick(1090)).toEqual(['> t123111.']);
  expect(on.receive('z\r', 1100)).toEqual(['#3 ok z']);
  expect(on.counters()).toMatchObject({ timeouts: 1, strays: 1 });
});

test('[SLC-R10] an adapter that keeps replying is not waited for without end', () => {
  const on = bench();
  on.reset(0);
  for (let at = 30; at <= 990; at += 30) on.receive('\r', at);
  expect(on.due()).toBe(1000);
});

test('[SLC-R10] a reset ends an unfinished line and closes the channel before anything else is said', () => {
  const on = bench();
  expect(on.reset(0)).toEqual(['> .C.']);
  expect(on.command({ kind: 'bit-rate', code: '6' }, 0)).toEqual([]);
  expect(on.receive('\r\x07', 10)).toEqual([]);
  expect(on.tick(70)).toEqual(['> S6.']);
});

test('[SLC-R11] a reply that answers nothing changes nothing', () => {
  const on = bench();
  expect(on.receive('z\r\x07')).toEqual([]);
  on.command({ kind: 'open' });
  expect(on.receive('z\r')).toEqual([]);
  expect(on.receive('\r')).toEqual(['#1 ok']);
  expect(on.counters().strays).toBe(3);
});

test('[SLC-R12] no bytes make it throw or answer a command twice', () => {
  const noise = fc.array(
    fc.constantFrom('\r', '\n', '\x07', 'z', 'Z', 't', 'T', 'r', 'V', 'F', '0', '1', '8', 'A', '\xff'),
    {
      maxLength: 60,
    },
  );
  fc.assert(
    fc.property(fc.array(noise, { maxLength: 10 }), (chunks) => {
      const on = bench({ window: 3, queue: 5 });
      const outs = chunks.flatMap((chunk, i) => [
        ...on.transmit(A, i * 100),
        ...on.receive(chunk.join(''), i * 100 + 50),
      ]);
      const ended = outs.filter((out) => out.startsWith('#')).map((out) => out.split(' ')[0]);
      expect(new Set(ended).size).toBe(ended.length);
    }),
  );
});
