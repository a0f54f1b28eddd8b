import { showBytes } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { decodePositive, decodeRequest, decodeResponse } from './decode.js';
import { describe } from './describe.js';
import { encodePositive, encodeRequest } from './encode.js';
import { SERVICES } from './services.table.js';

/** Bytes that begin like a message more often than by chance. */
const message = fc
  .tuple(
    fc.oneof(fc.constantFrom(...SERVICES.flatMap(({ sid }) => [sid, sid + 0x40])), fc.nat(255)),
    fc.uint8Array({ maxLength: 40 }),
  )
  .map(([sid, rest]) => Uint8Array.of(sid, ...rest));

test('[UDS-R2] any bytes are decoded and described without a throw, in plain characters', () => {
  fc.assert(
    fc.property(fc.oneof(message, fc.uint8Array({ maxLength: 300 })), (bytes) => {
      decodeRequest(bytes);
      decodeResponse(bytes);
      expect(describe(bytes).text).toMatch(/^[\x20-\x7e…°]+$/);
    }),
    { numRuns: 2000 },
  );
});

test.each(['50 01 99 88', '67 06 99 88 77 66', 'C5 01 77 88 99', '74 23 AB CD', '75 23 AB CD'])(
  '[UDS-R1] `%s`, which goes beyond the standard, is taken and given back as it came',
  (text) => {
    const response = decodePositive(bytes(text));
    expect(response && showBytes(encodePositive(response))).toBe(text);
  },
);

test('[UDS-R1] whatever decodes as a request is encoded to the same bytes', () => {
  fc.assert(
    fc.property(message, (bytes) => {
      const request = decodeRequest(bytes);
      if (request.ok) expect(encodeRequest(request.value)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});

test('[UDS-R1] whatever decodes as a response is encoded to the same bytes, also what a unit adds behind it', () => {
  fc.assert(
    fc.property(message, (bytes) => {
      const response = decodePositive(bytes);
      if (response !== undefined) expect(encodePositive(response)).toEqual(bytes);
    }),
    { numRuns: 2000 },
  );
});
