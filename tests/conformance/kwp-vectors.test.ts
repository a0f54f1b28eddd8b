import { fromHex, hex } from '@baylink/kernel';
import { decodeKwp, encodeKwp } from '@baylink/protocols/kwp2000';
import { expect, test } from 'vitest';
import { missingPeers, peer } from './peer.js';

const hints = await missingPeers();
const SEED = 14230;
const ROUNDS = 20;

/** Scapy names two services as ISO 14229-1 does. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ['ReadDataByIdentifier', 'ReadDataByCommonIdentifier'],
  ['WriteDataByIdentifier', 'WriteDataByCommonIdentifier'],
]);

test('[KWP-R1][KWP-R2] what Scapy builds of KWP2000 is understood by name, and encoded to the same bytes', async (ctx) => {
  ctx.skip(hints !== undefined, hints);
  const vectors = (await peer('kwp.py', String(SEED), String(ROUNDS))) as readonly (readonly [string, string])[];
  expect(vectors.length).toBeGreaterThan(1000);
  const wrong = vectors.flatMap(([scapyName, text]) => {
    const [, plain = scapyName] = /^(.*?)(?:PositiveResponse)?$/.exec(scapyName) ?? [];
    const name = OTHER_NAMES.get(plain) ?? plain;
    const message = decodeKwp(fromHex(text) ?? new Uint8Array());
    if (!message.ok) return [`${text}: ${message.error}`];
    const again = encodeKwp(message.value);
    const same = again.ok && hex(again.value) === text;
    const named = message.value.kind === 'negative' ? 'NegativeResponse' : message.value.service.name;
    return same && named === name ? [] : [`${text}: ${named} for ${name}`];
  });
  expect(wrong).toEqual([]);
});
