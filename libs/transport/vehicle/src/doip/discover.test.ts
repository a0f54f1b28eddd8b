import { createSocket } from 'node:dgram';
import { type Clock, fromHex, hex, type Millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tap } from '../link.js';
import { discover } from './index.js';

const VIN = 'BAYLNKSAMPLE00001';
const HOST = '127.0.0.1';
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const released: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of released.splice(0)) await release();
});

describe('discovery', () => {
  /** A UDP peer that answers each request with these datagrams. */
  async function answering(...answers: string[]): Promise<number> {
    const socket = createSocket('udp4');
    released.push(() => new Promise((resolve) => socket.close(() => resolve())));
    socket.on('message', (_, from) => {
      for (const answer of answers) socket.send(fromHex(answer) ?? new Uint8Array(), from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, HOST, resolve));
    return socket.address().port;
  }

  /** A clock whose alarms wait for what the test has seen instead of for time. */
  function ringsWhen(seen: () => boolean): Clock {
    const wake = (_: Millis, run: () => void) => {
      const poll = () => (seen() ? run() : setImmediate(poll));
      const first = setImmediate(poll);
      return () => clearImmediate(first);
    };
    return Object.assign(new SimulatedClock(), { wake });
  }

  const long = `02fd000400000021${hex(ascii(VIN))}1000020000000001020000000001 0000`;
  const short = `03fc000400000020${hex(ascii(VIN))}2000020000000002020000000001 00`;

  test('[C32][DIP-R2][DIP-R4] asks with version FF and takes answers of both lengths, each entity once', async () => {
    const seen: string[] = [];
    const tap: Tap = { byte: (direction, channel, bytes) => seen.push(`${channel} ${direction} ${hex(bytes)}`) };
    const clock = ringsWhen(() => seen.length === 6);
    const port = await answering(long, short, long, 'ffff', '02fd000400000001aa');
    const found = await discover({ host: HOST, port, clock, tap });
    expect(found).toMatchObject({
      ok: true,
      value: [
        { host: HOST, logicalAddress: 0x1000, vin: VIN },
        { host: HOST, logicalAddress: 0x2000, vin: VIN },
      ],
    });
    expect(seen[0]).toBe('doip-udp tx ff00000100000000');
    expect(seen).toHaveLength(6);
  });

  test('nobody there is an empty answer', async () => {
    const port = await answering();
    expect(await discover({ host: HOST, port, clock: ringsWhen(() => true) })).toEqual({ ok: true, value: [] });
  });
});
