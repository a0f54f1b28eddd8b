import { fromHex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { messagesOf } from './channels.js';
import { readTap } from './chunk.js';
import { pair } from './conversation.js';

const ascii = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const heard = (...lines: string[]) => {
  const tap = readTap(`${lines.join('\n')}\n`);
  if (!tap.ok) throw new Error(tap.error);
  return pair(messagesOf(tap.value)).map(({ direction, who, bytes, request }) =>
    [direction, who, Buffer.from(bytes).toString('hex'), request && Buffer.from(request).toString('hex')]
      .join(' ')
      .trim(),
  );
};

test('[SHP-R96] a DoIP stream, cut anywhere, gives its diagnostic messages', () => {
  const request = '02fd8001000000070e80100122f190';
  const answer = '02fd80010000000810010e8062f19041';
  expect(
    heard(
      `1 tx ${request.slice(0, 10)} doip-tcp`,
      `2 tx ${request.slice(10)} doip-tcp`,
      `3 rx 02fd80020000000510010e8000${answer} doip-tcp`,
    ),
  ).toEqual(['tx 0x0E80>0x1001 22f190', 'rx 0x1001>0x0E80 62f19041 22f190']);
});

test('[SHP-R96] SLCAN lines are put together to messages by identifier, beside other traffic', () => {
  expect(
    heard(
      `1 tx ${ascii('t7E0803')}22f19000000000 ./car`.replace('22f19000000000', ascii('22F190CCCCCCCC\r')),
      `2 rx ${ascii('t7E881014')} ./car`,
      `3 rx ${ascii('62F190414243\rt3332BEEF\r')} ./car`,
      `4 tx ${ascii('t7E08300000CCCCCCCCCC\r')} ./car`,
      `5 rx ${ascii('t7E882144454647484950\rt7E882251525354555657\r')} ./car`,
    ),
  ).toEqual(['tx 7E0 22f190', 'rx 7E8 62f1904142434445464748495051525354555657 22f190']);
});

test('[SHP-R96] a simulated bus; a consecutive frame too few gives nothing, and the next message is heard', () => {
  expect(
    heard('1 rx 000007e8101462f190414243 sim', '2 rx 000007e82244454647484950 sim', '3 rx 000007e8027e00 sim'),
  ).toEqual(['rx 7E8 7e00']);
});

test('[SHP-R96] a line that is none is named, and a last line that is being written is left out', () => {
  expect(readTap('1 tx 00 sim\nhello\n')).toMatchObject({ error: expect.stringContaining('Line 2') });
  expect(readTap('1 tx 00 sim\n2 rx 0')).toMatchObject({ value: [{ bytes: fromHex('00') }] });
});
