import { bytesOf, concat, hex, millis, uintBytes, volts } from '@baylink/kernel';
import { crc32 } from '@baylink/protocols/firmware';
import { describe, expect, test } from 'vitest';
import { readFlash } from '../memory/flash.js';
import { dumpUnit, memories } from './create.js';
import { Dialogue } from './dialogue.js';
import { download, enterBootloader, flash, REQUESTS, unlock } from './flashing.rig.js';
import { buildImage, FOREIGN_HARDWARE_IMAGE, UPDATE_IMAGE } from './sample/factory-image.js';
import { ENGINE, ENGINE_FLASH } from './sample/profiles.js';

const START = ENGINE_FLASH.start;
const engine = ENGINE.logical;
const shown = (bytes: Uint8Array | undefined) => (bytes === undefined ? 'silence' : hex(bytes));
const say = (dialogue: Dialogue, request: Uint8Array) => shown(dialogue.ask(engine, request).response);
const did = (dialogue: Dialogue, id: number) =>
  String.fromCharCode(...(dialogue.ask(engine, concat(bytesOf(0x22), uintBytes(id, 2))).response ?? []).slice(3));
const settle = (dialogue: Dialogue) => dialogue.pass(millis(400));
const plain = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 0xff);

describe('programming', () => {
  test('[TWN-R18] the session starts in the bootloader, after one 0x78, within a second', () => {
    const dialogue = new Dialogue();
    expect(say(dialogue, REQUESTS.programming)).toBe('7f107e');
    dialogue.ask(engine, REQUESTS.extended);
    const { response, pendings, took } = dialogue.ask(engine, REQUESTS.programming);
    expect([shown(response), pendings, took < 1000]).toEqual(['500203e801f4', 1, true]);
  });

  test('[TWN-R18] not with the engine running', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'signals', change: { rpm: 800 } });
    dialogue.ask(engine, REQUESTS.extended);
    expect(say(dialogue, REQUESTS.programming)).toBe('7f1022');
  });

  test('[TWN-R19] nothing is erased or loaded without session and key', () => {
    const dialogue = new Dialogue();
    expect(say(dialogue, REQUESTS.erase(START, 16))).toBe('7f3111');
    dialogue.ask(engine, REQUESTS.extended);
    dialogue.ask(engine, REQUESTS.programming);
    expect(say(dialogue, REQUESTS.erase(START, 16))).toBe('7f3133');
    expect(say(dialogue, REQUESTS.download(START, 16))).toBe('7f3433');
    unlock(dialogue);
    for (const [start, size] of [
      [START - 1, 16],
      [0x000f_ffff, 2],
    ] as const) {
      expect(say(dialogue, REQUESTS.erase(start, size))).toBe('7f3131');
      expect(say(dialogue, REQUESTS.download(start, size))).toBe('7f3431');
    }
  });

  test('[TWN-R20] an erase takes its time and keeps the tester waiting', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    const whole = dialogue.ask(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    expect([shown(whole.response), whole.pendings, whole.took]).toEqual(['7101ff0000', 2, 200 + 8 * 248]);
    expect(dumpUnit(dialogue.car, 'engine')?.every((byte) => byte === 0xff)).toBe(true);
  });

  test.each([
    [10.3, '7f3193'],
    [16.2, '7f3192'],
  ])('[TWN-R20] at %d V the erase is refused', (level, expected) => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(level) } });
    expect(say(dialogue, REQUESTS.erase(START, 4096))).toBe(expected);
  });

  test('[TWN-R21] a download wants erased bytes', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    expect(say(dialogue, REQUESTS.download(START, 4096))).toBe('7f3470');
    dialogue.ask(engine, REQUESTS.erase(START, 4096));
    expect(say(dialogue, REQUESTS.download(START, 4096))).toBe('74200402');
  });

  test('[TWN-R22] block by block, or all blocks at once', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    expect(say(dialogue, REQUESTS.check(0))).toBe('7101ff0101');
    dialogue.ask(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    expect(say(dialogue, REQUESTS.check(0))).toBe('7f3124');
    const [first, second] = [plain, plain.map((byte) => byte ^ 0x55)];
    expect(shown(download(dialogue, START, first).response)).toBe('77');
    expect(say(dialogue, REQUESTS.check(crc32(first)))).toBe('7101ff0100');
    expect(shown(download(dialogue, 0x2_0001, second).response)).toBe('77');
    expect(say(dialogue, REQUESTS.check(crc32(second)))).toBe('7101ff0100');
    expect(say(dialogue, REQUESTS.check(crc32(first, second)))).toBe('7101ff0100');
    expect(say(dialogue, REQUESTS.check(crc32(first)))).toBe('7101ff0101');
  });

  test('[TWN-R23][TWN-R24] a checked image starts, and its id is that of its header', () => {
    const dialogue = new Dialogue();
    const image = buildImage(UPDATE_IMAGE);
    expect(did(dialogue, 0xf189)).toBe('BLE-ENG-0100');
    expect(shown(flash(dialogue, START, image).response)).toBe('7101ff0100');
    expect(say(dialogue, REQUESTS.reset)).toBe('5101');
    settle(dialogue);
    expect([did(dialogue, 0xf189), did(dialogue, 0xf195)]).toEqual(['BLE-ENG-0200', '2.0.0']);
    expect(say(dialogue, bytesOf(0x22, 0xf1, 0x86))).toBe('62f18601');
    const stored = memories(dialogue.car).get('engine')?.software;
    expect(stored && readFlash(stored.flash, { start: START, size: image.length })).toEqual({ ok: true, value: image });
  });

  test('[TWN-R23] without a check the unit stays in its bootloader, and a second try repairs it', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.ask(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    download(dialogue, START, plain);
    dialogue.ask(engine, REQUESTS.reset);
    settle(dialogue);
    expect(did(dialogue, 0xf189)).toBe('NO-APPLICATION');
    expect(say(dialogue, bytesOf(0x19, 0x02, 0xff))).toBe('7f1911');
    expect(shown(flash(dialogue, START, plain).response)).toBe('7101ff0100');
    dialogue.ask(engine, REQUESTS.reset);
    settle(dialogue);
    expect(say(dialogue, bytesOf(0x19, 0x02, 0x08))).toBe('5902ff0420002801710028');
  });

  test('[TWN-R24] without a header the id is the CRC-32, ascending, whatever the order of the downloads', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.ask(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    download(dialogue, 0x2_0000, plain);
    download(dialogue, START, plain.subarray(1));
    dialogue.ask(engine, REQUESTS.check(crc32(plain.subarray(1))));
    dialogue.ask(engine, REQUESTS.reset);
    settle(dialogue);
    const crc = crc32(plain.subarray(1), plain);
    expect(did(dialogue, 0xf189)).toBe(crc.toString(16).toUpperCase().padStart(8, '0'));
  });

  test('[TWN-R24] what is left in memory of the software before is no part of the new one', () => {
    const dialogue = new Dialogue();
    const image = plain.subarray(0, 1000);
    for (const bytes of [buildImage(FOREIGN_HARDWARE_IMAGE), image]) {
      flash(dialogue, START, bytes);
      dialogue.ask(engine, REQUESTS.reset);
      settle(dialogue);
    }
    expect(did(dialogue, 0xf189)).toBe(crc32(image).toString(16).toUpperCase().padStart(8, '0'));
  });

  test('[TWN-R43] what is written back in parts, byte for byte, is the software that it was, also after another one', () => {
    const dialogue = new Dialogue();
    const before = did(dialogue, 0xf189);
    const parts = [
      { at: START + 1, size: 5_000 },
      { at: START + 0x1_7ffd, size: 4_099 },
    ];
    const old = dumpUnit(dialogue.car, 'engine') ?? new Uint8Array();
    const write = (bytesOfPart: (at: number, size: number) => Uint8Array): string => {
      enterBootloader(dialogue);
      for (const { at, size } of parts) {
        const bytes = bytesOfPart(at, size);
        dialogue.ask(engine, REQUESTS.erase(at, size));
        download(dialogue, at, bytes);
        dialogue.ask(engine, REQUESTS.check(crc32(bytes)));
      }
      dialogue.ask(engine, REQUESTS.reset);
      settle(dialogue);
      return did(dialogue, 0xf189);
    };
    const again = (at: number, size: number) => old.subarray(at - START, at - START + size);
    const crc = crc32(plain, plain.subarray(0, 4_099)).toString(16).toUpperCase().padStart(8, '0');
    expect(write((_, size) => plain.subarray(0, size))).toBe(crc);
    expect(write(again)).toBe(before);
    expect(write((_, size) => plain.subarray(0, size))).toBe(crc);
    expect(write(again)).toBe(before);
    expect(write((at, size) => again(at, size).map((byte, i) => (i === 9 ? byte ^ 1 : byte)))).not.toBe(before);
  });

  test('[TWN-R24] a software of several segments, each erased and checked by itself, is one software', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    for (const [start, bytes] of [
      [START, plain],
      [0x3_0000, plain.subarray(7)],
    ] as const) {
      dialogue.ask(engine, REQUESTS.erase(start, bytes.length));
      download(dialogue, start, bytes);
      expect(say(dialogue, REQUESTS.check(crc32(bytes)))).toBe('7101ff0100');
    }
    dialogue.ask(engine, REQUESTS.reset);
    settle(dialogue);
    const crc = crc32(plain, plain.subarray(7));
    expect(did(dialogue, 0xf189)).toBe(crc.toString(16).toUpperCase().padStart(8, '0'));
  });

  test('[TWN-R25] an image for other hardware is checked, crashes and leaves the unit in its bootloader', () => {
    const dialogue = new Dialogue();
    expect(shown(flash(dialogue, START, buildImage(FOREIGN_HARDWARE_IMAGE)).response)).toBe('7101ff0100');
    dialogue.ask(engine, REQUESTS.reset);
    const reports = settle(dialogue).flatMap((out) => (out.kind === 'report' ? [out.report] : []));
    expect(reports).toContainEqual({ kind: 'started', running: 'bootloader', reason: 'wrong-hardware' });
    enterBootloader(dialogue);
    expect(say(dialogue, bytesOf(0x31, 0x01, 0x02, 0x03))).toBe('7101020302');
  });

  test('[TWN-R26] upload gives the bytes of the flash', () => {
    const dialogue = new Dialogue();
    dialogue.ask(engine, REQUESTS.extended);
    expect(say(dialogue, REQUESTS.upload(START, 16))).toBe('75200402');
    const dump = dumpUnit(dialogue.car, 'engine') ?? new Uint8Array();
    expect(say(dialogue, bytesOf(0x36, 0x01))).toBe(`7601${hex(dump.subarray(0, 16))}`);
    expect(say(dialogue, REQUESTS.transferExit)).toBe('77');
  });

  test('[TWN-R26] memory is read by address, not in the default session and not beyond its end', () => {
    const dialogue = new Dialogue();
    const read = (start: number, size: number) => concat(bytesOf(0x23, 0x24), uintBytes(start, 4), uintBytes(size, 2));
    expect(say(dialogue, read(START, 4))).toBe('7f237f');
    dialogue.ask(engine, REQUESTS.extended);
    expect(say(dialogue, read(START, 8))).toBe(`63${hex(new TextEncoder().encode('BAYLINK1'))}`);
    expect(say(dialogue, read(0x000f_fffe, 3))).toBe('7f2331');
  });

  test('[TWN-R26] check memory tells the CRC-32 of a range, or compares it', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    const dump = dumpUnit(dialogue.car, 'engine') ?? new Uint8Array();
    const range = concat(bytesOf(0x31, 0x01, 0x02, 0x02, 0x44), uintBytes(START, 4), uintBytes(100, 4));
    const crc = uintBytes(crc32(dump.subarray(0, 100)), 4);
    expect(say(dialogue, range)).toBe(`7101020200${hex(crc)}`);
    expect(say(dialogue, concat(range, crc))).toBe('7101020200');
    expect(say(dialogue, concat(range, bytesOf(0, 0, 0, 0)))).toBe('7101020201');
  });

  const collapse = { kind: 'battery', change: { kind: 'power', connected: false } } as const;
  const powerOn = { kind: 'battery', change: { kind: 'power', connected: true } } as const;

  test.each([
    ['a reset', { kind: 'reset', unit: 'engine' } as const, 'reset-in-erase'],
    ['a loss of supply', collapse, 'supply-lost-in-erase'],
  ])('[TWN-R27] %s in the middle of an erase bricks the unit for ever', (_, action, why) => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.send(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    dialogue.pass(millis(100));
    dialogue.do(action);
    dialogue.do(powerOn);
    settle(dialogue);
    expect(say(dialogue, bytesOf(0x3e, 0x00))).toBe('silence');
    const revived = new Dialogue({ memories: memories(dialogue.car) });
    expect(revived.car.nodes.find(({ unit }) => unit.profile.name === 'engine')?.unit.life).toEqual({
      kind: 'bricked',
      why,
    });
    expect(shown(revived.ask(0x1002, bytesOf(0x3e, 0x00)).response)).toBe('7e00');
  });

  test('[TWN-R27] a loss of supply between two blocks costs the session, not the unit', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.ask(engine, REQUESTS.erase(START, ENGINE_FLASH.size));
    dialogue.do(collapse);
    dialogue.do(powerOn);
    settle(dialogue);
    expect(shown(flash(dialogue, START, plain).response)).toBe('7101ff0100');
  });

  test('[TWN-R28] a block written at low voltage is wrong and is found out', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.ask(engine, REQUESTS.erase(START, 8192));
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(9) } });
    expect(shown(download(dialogue, START, plain).response)).toBe('77');
    expect(say(dialogue, REQUESTS.check(crc32(plain)))).toBe('7101ff0101');
  });

  test('[TWN-R28] a sag in the middle of an erase makes it fail, and the bytes are not erased', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.send(engine, REQUESTS.erase(START, 64 * 1024));
    dialogue.pass(millis(50));
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(9) } });
    dialogue.pass(millis(10));
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(13.8) } });
    const last = dialogue.pass(millis(1000)).findLast((out) => out.kind === 'diagnostic');
    expect(last?.kind === 'diagnostic' && hex(last.bytes)).toBe('7f3172');
    expect(say(dialogue, REQUESTS.download(START, 64 * 1024))).toBe('7f3470');
  });

  test('[TWN-R29] a silent tester loses the bootloader to an application that can start, and only to such a one', () => {
    const dialogue = new Dialogue();
    enterBootloader(dialogue);
    dialogue.pass(millis(5_400));
    expect(did(dialogue, 0xf189)).toBe('BLE-ENG-0100');
    enterBootloader(dialogue);
    dialogue.ask(engine, REQUESTS.erase(START, 4096));
    dialogue.pass(millis(5_400));
    expect([did(dialogue, 0xf189), say(dialogue, REQUESTS.erase(START, 4096))]).toEqual(['NO-APPLICATION', '7f317f']);
  });
});
