import { expect, test } from 'vitest';
import { type CanAddress, functionalAddress, mixed29, normalFixed, testerBytes, unitBytes } from './index.js';

const EXTENDED: CanAddress = { request: 0x6f1, response: 0x612, format: 'extended', unit: 0x12, tester: 0xf1 };
const MIXED: CanAddress = { request: 0x7e0, response: 0x7e8, format: 'mixed', extension: 0x33 };

test('[C14][ITP-R29] normal fixed and 29-bit mixed identifiers hold target and source address', () => {
  expect(normalFixed(0x10)).toEqual({ request: 0x18da10f1, response: 0x18daf110 });
  expect(normalFixed(0xff, 0xfa)).toEqual({ request: 0x18dafffa, response: 0x18dafaff });
  expect(mixed29(0x10, 0x99)).toEqual({ request: 0x18ce10f1, response: 0x18cef110, format: 'mixed', extension: 0x99 });
});

test.each<[string, CanAddress, ReturnType<typeof testerBytes>]>([
  ['none in normal addressing', { request: 0x7e0, response: 0x7e8 }, undefined],
  ['none in normal fixed addressing', normalFixed(0x10), undefined],
  ['the target address in extended addressing', EXTENDED, { sent: 0x12, received: 0xf1 }],
  ['the address extension in mixed addressing', MIXED, { sent: 0x33, received: 0x33 }],
])('[C14][ITP-R29] address bytes: %s', (_, address, tester) => {
  expect(testerBytes(address)).toEqual(tester);
  expect(unitBytes(address)).toEqual(tester && { sent: tester.received, received: tester.sent });
});

test.each<[string, CanAddress, ReturnType<typeof functionalAddress>]>([
  ['11-bit', { request: 0x7e0, response: 0x7e8 }, { request: 0x7df, addressByte: undefined }],
  ['29-bit', normalFixed(0x10), { request: 0x18db33f1, addressByte: undefined }],
  ['11-bit mixed', MIXED, { request: 0x7df, addressByte: 0x33 }],
  ['29-bit mixed', mixed29(0x10, 0x99), { request: 0x18cd33f1, addressByte: 0x99 }],
  ['extended, without an address for all', EXTENDED, undefined],
  ['extended, with one', { ...EXTENDED, everybody: 0xdf } as CanAddress, { request: 0x6f1, addressByte: 0xdf }],
])('[C13][ITP-R30] a functional request, %s', (_, address, functional) => {
  expect(functionalAddress(address)).toEqual(functional);
});
