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

test('[SHP-R96] an ELM327 is given commands and whole requests, and gives frames', () => {
  expect(
    heard(
      `1 tx ${ascii('ATZ\r')} /dev/rfcomm0`,
      `2 rx ${ascii('ATZ\r\rELM327 v1.5\r\r>')} /dev/rfcomm0`,
      `3 tx ${ascii('ATSP6\rATSH7E0\r')} /dev/rfcomm0`,
      `4 rx ${ascii('OK\r\r>OK\r\r>')} /dev/rfcomm0`,
      `5 tx ${ascii('22F1')} /dev/rfcomm0`,
      `6 tx ${ascii('90\r')} /dev/rfcomm0`,
      `7 rx ${ascii('7E8101462F190414243\r7E82144454647484950\r7E82')} /dev/rfcomm0`,
      `8 rx ${ascii('251525354555657\r\r>')} /dev/rfcomm0`,
    ),
  ).toEqual(['tx 7E0 22f190', 'rx 7E8 62f1904142434445464748495051525354555657 22f190']);
});

test('[SHP-R96] a request over identifiers of 29 bits is named by all of it', () => {
  const lines = ['ATSP7', 'ATCP18', 'ATSHDA10F1', '3E00'].map((line) => ascii(`${line}\r`)).join('');
  expect(heard(`1 tx ${ascii('ATZ\r')}${lines} ./elm`, `2 rx ${ascii('18DAF110027E00\r\r>')} ./elm`)).toEqual([
    'tx 18DA10F1 3e00',
    'rx 18DAF110 7e00 3e00',
  ]);
});

test('[SHP-R96] a pass-thru library shows whole messages', () => {
  expect(
    heard('1 tx 000007e022f190 /lib/car.so', '2 rx 000007e8 /lib/car.so', '3 rx 000007e862f190414243 /lib/car.so'),
  ).toEqual(['tx 7E0 22f190', 'rx 7E8 62f190414243 22f190']);
});

test('[SHP-R96] a pass-thru library below ISO-TP shows frames', () => {
  expect(
    heard(
      '1 tx 000007e00322f190cccccccc C:\\VCI\\car.dll',
      '2 rx 000007e8100862f190414243 C:\\VCI\\car.dll',
      '3 tx 000007e0300000 C:\\VCI\\car.dll',
      '4 rx 000007e8214445 C:\\VCI\\car.dll',
    ),
  ).toEqual(['tx 7E0 22f190', 'rx 7E8 62f1904142434445 22f190']);
});

test('[SHP-R96] K-Line is read byte by byte without its echo, its wake-up and what has a wrong sum', () => {
  const bytes = (at: number, direction: string, text: string) =>
    (text.match(/../g) ?? []).map((byte, i) => `${at + i * 5_000_000} ${direction} ${byte} /dev/ttyUSB0`);
  const [start, read] = ['c133f18166', '8210f11a902d'];
  expect(
    heard(
      ...bytes(1, 'tx', '00'),
      ...bytes(400_000_000, 'tx', start),
      ...bytes(400_000_001, 'rx', start),
      ...bytes(500_000_000, 'rx', '83f110c1ef8fc3'),
      ...bytes(700_000_000, 'tx', read),
      `800000000 rx ${read} /dev/ttyUSB0`,
      ...bytes(900_000_000, 'rx', '83f1105a904100'),
      ...bytes(1_200_000_000, 'rx', '84f1105a904142f2'),
    ),
  ).toEqual(['tx 0xF1>0x33 81', 'rx 0x10>0xF1 c1ef8f 81', 'tx 0xF1>0x10 1a90', 'rx 0x10>0xF1 5a904142 1a90']);
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
