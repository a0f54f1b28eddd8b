import { hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { tapFrames } from './tap-frames.js';

const chunk = (ms: number, direction: 'tx' | 'rx', text: string) => ({
  at: BigInt(ms) * 1_000_000n,
  direction,
  bytes: Buffer.from(text, 'latin1'),
  channel: './car',
});

test('frames of one unit, whose lines may come in pieces and with acknowledgements between them', () => {
  const chunks = [
    chunk(1, 'tx', 'O\rt7E0802100'),
    chunk(2, 'rx', 'z\rt7E8302'),
    chunk(3, 'tx', '3000000000\rt7E1801aa\r'),
    chunk(4, 'rx', '5003\rt7E9101\r'),
  ];
  const seen = tapFrames(chunks, { request: 0x7e0, response: 0x7e8 });
  expect(seen.map(({ at, from, data }) => `${at} ${from} ${hex(data)}`)).toEqual([
    '3 tester 021003000000000'.slice(0, -1),
    '4 unit 025003',
  ]);
});
