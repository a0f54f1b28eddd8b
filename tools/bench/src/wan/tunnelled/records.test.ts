import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { hex } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { hearRecords, sendRecord } from './records.js';

test('records come out as they went in, however the stream cuts them', () => {
  const wire = new PassThrough() as unknown as Socket;
  const written: Buffer[] = [];
  const sender = { write: (bytes: Buffer) => written.push(bytes) } as unknown as Socket;
  for (const record of ['aa', '', '0102030405']) sendRecord(sender, Buffer.from(record, 'hex'));
  const heard: string[] = [];
  hearRecords(wire, (bytes) => heard.push(hex(bytes)));
  for (const byte of Buffer.concat(written)) wire.emit('data', Buffer.of(byte));
  wire.emit('data', Buffer.concat(written));
  expect(heard).toEqual(['aa', '', '0102030405', 'aa', '', '0102030405']);
});
