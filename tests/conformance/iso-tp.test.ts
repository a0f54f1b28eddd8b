import { join } from 'node:path';
import { millis } from '@baylink/kernel';
import { type CanAddress, type IsoTpOptions, mixed29, normalFixed } from '@baylink/protocols/iso-tp';
import { beforeEach, describe, expect, test } from 'vitest';
import { echoes } from './iso-tp/echo.js';
import { missingPeers } from './peer.js';

const hints = await missingPeers();
const SCRIPT = join(import.meta.dirname, 'peers/iso_tp_echo.py');

/** An address, and what of it Scapy has to be told beside the identifiers. */
const FORMATS: { readonly [name: string]: { readonly can: CanAddress; readonly peer: object } } = {
  '11-bit normal': { can: { request: 0x7e0, response: 0x7e8 }, peer: {} },
  'normal fixed': { can: normalFixed(0x10), peer: {} },
  extended: {
    can: { request: 0x6f1, response: 0x612, format: 'extended', unit: 0x12, tester: 0xf1 },
    peer: { ext: 0xf1, rx_ext: 0x12 },
  },
  '11-bit mixed': {
    can: { request: 0x740, response: 0x748, format: 'mixed', extension: 0x99 },
    peer: { ext: 0x99 },
  },
  '29-bit mixed': { can: mixed29(0x10, 0x99), peer: { ext: 0x99 } },
};
const NORMAL: CanAddress = { request: 0x7e0, response: 0x7e8 };

const message = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + length) & 0xff);
const SIZES = [1, 5, 6, 7, 8, 9, 62, 63, 255, 4095, 4096, 6000];

function withScapy(can: CanAddress, peer: object, options: Partial<IsoTpOptions> = {}, sizes = SIZES) {
  const wanted = JSON.stringify({ tx: can.response, rx: can.request, ...peer });
  const messages = sizes.map(message);
  const answers = echoes(messages, { can, program: '/usr/bin/python3', args: ['-B', SCRIPT, wanted], options });
  return expect(answers).resolves.toEqual(messages);
}

describe("Scapy's ISO-TP sends back what it is sent", () => {
  beforeEach((ctx) => ctx.skip(hints !== undefined, hints));

  test.each(Object.entries(FORMATS))('[C14] %s addressing, one byte to more than 4095', (_, { can, peer }) =>
    withScapy(can, peer),
  );

  test.each([
    ['padded by both', { padding: true }, { padding: 0x55 }],
    ['padded by the peer alone', { padding: true }, { padding: undefined }],
    ['padded by this side alone', {}, { padding: 0xaa }],
    ['padded by nobody', {}, { padding: undefined }],
  ])('[C12] frames %s', (_, peer, options) => withScapy(NORMAL, peer, options, [3, 7, 8, 20, 300]));

  test.each([1, 3, 8, 255])('[C03] both sides announce BS %d', (bs) =>
    withScapy(NORMAL, { bs }, { blockSize: bs }, [8, 62, 1000]),
  );

  test.each([
    ['100 us', 0xf1, 0.1],
    ['900 us', 0xf9, 0.9],
    ['5 ms', 5, 5],
  ])('[C02] both sides announce STmin %s', (_, stmin, wait) =>
    withScapy(NORMAL, { stmin, bs: 4 }, { stMin: millis(wait) }, [8, 100]),
  );
});
