import fc from 'fast-check';
import { expect, test } from 'vitest';
import { binaryClass } from './index.js';

function elf(bits: 1 | 2, machine: number, endian: 1 | 2 = 1): Uint8Array {
  const head = new Uint8Array(64);
  head.set([0x7f, 0x45, 0x4c, 0x46, bits, endian]);
  new DataView(head.buffer).setUint16(18, machine, endian === 1);
  return head;
}

function pe(machine: number, at = 0x80): Uint8Array {
  const head = new Uint8Array(256);
  const view = new DataView(head.buffer);
  view.setUint16(0, 0x4d5a);
  view.setUint32(0x3c, at, true);
  if (at < 250) {
    view.setUint32(at, 0x5045_0000);
    view.setUint16(at + 4, machine, true);
  }
  return head;
}

test.each([
  ['a Linux library for 64-bit Intel', elf(2, 62), { format: 'ELF', bits: 64, architecture: 'x64' }],
  ['a Linux library for 32-bit Intel', elf(1, 3), { format: 'ELF', bits: 32, architecture: 'ia32' }],
  ['a Linux library for 64-bit ARM', elf(2, 183), { format: 'ELF', bits: 64, architecture: 'arm64' }],
  ['a Windows library for 32-bit Intel', pe(0x14c), { format: 'PE', bits: 32, architecture: 'ia32' }],
  ['a Windows library for 64-bit Intel', pe(0x8664), { format: 'PE', bits: 64, architecture: 'x64' }],
  ['a library for a processor that Node does not run on', elf(2, 2), undefined],
  ['a header that points out of the file', pe(0x14c, 0x7fff_ffff), undefined],
  ['a text', new TextEncoder().encode('#!/bin/sh\n'.repeat(20)), undefined],
  ['an empty file', new Uint8Array(), undefined],
])('[PTH-R3] %s', (_, head, expected) => {
  expect(binaryClass(head)).toEqual(expected);
});

test('[PTH-R3] no head makes it throw', () => {
  const beginnings = [elf(2, 62), pe(0x14c)].map((head) => fc.constant([...head.subarray(0, 6)]));
  fc.assert(
    fc.property(
      fc.oneof(...beginnings, fc.constant<number[]>([])),
      fc.uint8Array({ maxLength: 300 }),
      (start, rest) => {
        binaryClass(Uint8Array.from([...start, ...rest]));
      },
    ),
  );
});
