import { createSocket } from 'node:dgram';
import type { NetworkInterfaceInfo } from 'node:os';
import { type Clock, fromHex, hex, type Millis } from '@baylink/kernel';
import { SimulatedClock } from '@baylink/testing';
import { afterEach, describe, expect, test } from 'vitest';
import type { Tap } from '../link.js';
import { discover } from './index.js';
import { networkDestinations } from './network-destinations.js';

const VIN = 'BAYLNKSAMPLE00001';
const HOST = '127.0.0.1';
const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

const released: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const release of released.splice(0)) await release();
});

const info = (address: string, netmask: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo => ({
  address,
  netmask,
  internal,
  mac: '00:00:00:00:00:00',
  cidr: null,
  ...(family === 'IPv4' ? { family } : { family, scopeid: 0 }),
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
      value: {
        dropped: 2,
        entities: [
          { host: HOST, logicalAddress: 0x1000, vin: VIN },
          { host: HOST, logicalAddress: 0x2000, vin: VIN },
        ],
      },
    });
    expect(seen[0]).toBe('doip-udp tx ff00000100000000');
    expect(seen).toHaveLength(6);
  });

  test('nobody there is an empty answer', async () => {
    const port = await answering();
    expect(await discover({ host: HOST, port, clock: ringsWhen(() => true) })).toEqual({
      ok: true,
      value: { entities: [], dropped: 0 },
    });
  });

  test('a flood of answers is bounded and counted', async () => {
    const of = (id: number) => long.replace('1000020000000001', `${id.toString(16).padStart(4, '0')}020000000001`);
    let heard = 0;
    const port = await answering(...Array.from({ length: 80 }, (_, id) => of(id)));
    const tap: Tap = { byte: () => heard++ };
    const found = await discover({ host: HOST, port, clock: ringsWhen(() => heard === 81), tap });
    expect(found.ok && found.value.entities.length).toBe(64);
    expect(found.ok && found.value.dropped).toBe(16);
  });

  test('without a host every network is asked, and announcements are heard', async () => {
    const port = await answering();
    for (const release of released.splice(0)) await release();
    const announcer = createSocket('udp4');
    const seen: string[] = [];
    const tap: Tap = { byte: (direction, _, bytes) => seen.push(`${direction} ${hex(bytes)}`) };
    const announcement = fromHex(short) ?? new Uint8Array();
    const until = () => {
      announcer.send(announcement, port, '127.0.0.2');
      return seen.some((line) => line.startsWith('rx 03fc0004'));
    };
    const found = await discover({ port, clock: ringsWhen(until), tap });
    announcer.close();
    expect(seen.filter((line) => line === 'tx ff00000100000000').length).toBe(networkDestinations().length);
    expect(found).toMatchObject({ ok: true, value: { entities: [{ logicalAddress: 0x2000 }], dropped: 0 } });
  });

  test('every network once: broadcast of IPv4, all nodes of IPv6, nothing of ::1', () => {
    const interfaces = {
      lo: [info('127.0.0.1', '255.0.0.0', 'IPv4', true), info('::1', 'ffff::', 'IPv6', true)],
      eth0: [
        info('192.0.2.77', '255.255.255.192', 'IPv4'),
        info('fe80::1', 'ffff::', 'IPv6'),
        info('2001:db8::1', 'ffff::', 'IPv6'),
      ],
      eth1: [info('192.0.2.78', '255.255.255.192', 'IPv4')],
    };
    expect(networkDestinations(interfaces)).toEqual(['127.255.255.255', '192.0.2.127', 'ff02::1%eth0']);
  });
});
