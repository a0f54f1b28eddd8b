import { bytesOf, concat, fromHex, hex, millis, uintBytes, volts } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { memories } from './create.js';
import { Dialogue } from './dialogue.js';
import { REQUESTS, unlock } from './flashing.rig.js';
import { BODY, ENGINE, GATEWAY, SAMPLE_VIN } from './sample/profiles.js';

const request = (text: string) => fromHex(text) ?? new Uint8Array();
const shown = (bytes: Uint8Array | undefined) => (bytes === undefined ? 'silence' : hex(bytes));
const say = (dialogue: Dialogue, to: number, text: string) => shown(dialogue.ask(to, request(text)).response);
const text = (dialogue: Dialogue, to: number, did: number) =>
  String.fromCharCode(...(dialogue.ask(to, concat(bytesOf(0x22), uintBytes(did, 2))).response ?? []).slice(3));
const settle = (dialogue: Dialogue) => dialogue.pass(millis(400));
const coding = (dialogue: Dialogue) => {
  dialogue.ask(BODY.logical, REQUESTS.extended);
  unlock(dialogue, BODY.logical);
};

describe('supply and start', () => {
  test('[TWN-R11] a reset is answered first, then there is silence for 300 ms', () => {
    const dialogue = new Dialogue();
    expect(say(dialogue, ENGINE.logical, '1101')).toBe('5101');
    dialogue.pass(millis(299));
    expect(dialogue.send(ENGINE.logical, request('3e00'))).toEqual([]);
    dialogue.pass(millis(1));
    expect(dialogue.send(ENGINE.logical, request('3e00'))).toContainEqual(
      expect.objectContaining({ kind: 'diagnostic', bytes: request('7e00') }),
    );
  });

  test.each([
    [6.1, '7e00'],
    [5.9, 'silence'],
  ])('[TWN-R12] at %d V the answer is %s', (level, expected) => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(level) } });
    expect(say(dialogue, BODY.logical, '3e00')).toBe(expected);
  });

  test('[TWN-R12] on a slow ramp down and up again every unit dies and comes back', () => {
    const dialogue = new Dialogue();
    const ramp = (level: number) =>
      dialogue.do({ kind: 'battery', change: { kind: 'ramp', level: volts(level), over: millis(1000) } });
    ramp(5);
    const down = dialogue.pass(millis(1000)).filter((out) => out.kind === 'report' && out.report.kind === 'power-lost');
    expect(down).toHaveLength(3);
    ramp(13);
    const up = dialogue.pass(millis(1000)).flatMap((out) => (out.kind === 'report' ? [out] : []));
    expect(up.map(({ report }) => report.kind)).toEqual(['started', 'started', 'started']);
    // From 5 V to 13 V in a second: 7 V after 250 ms, seen within 5 ms, and 300 ms to start.
    const waited = up.map(({ at }) => at - (dialogue.now - 1000));
    expect(waited.every((wait) => wait >= 550 && wait <= 555)).toBe(true);
  });
});

describe('identification', () => {
  const rows = [GATEWAY, ENGINE, BODY].flatMap((profile) =>
    [
      [0xf190, SAMPLE_VIN],
      [0xf187, profile.identification.get(0xf187)],
      [0xf188, profile.identification.get(0xf188)],
      [0xf18c, profile.identification.get(0xf18c)],
      [0xf191, profile.hardwareId],
      [0xf189, profile === ENGINE ? 'BLE-ENG-0100' : profile.romSoftwareId],
      [0xf186, '\x01'],
      [0xf15a, '\xff'.repeat(9)],
    ].map(([did, value]) => [profile.name, Number(did), profile.logical, value] as const),
  );
  test.each(rows)('[TWN-R13] %s %i', (_, did, logical, value) => {
    expect(text(new Dialogue(), logical, did)).toBe(value);
  });

  test('[TWN-R13] an unknown identifier is NRC 0x31, to all of them a silence', () => {
    const dialogue = new Dialogue();
    for (const { logical } of [GATEWAY, ENGINE, BODY]) expect(say(dialogue, logical, '221234')).toBe('7f2231');
    expect(say(dialogue, 0xe400, '221234')).toBe('silence');
  });

  test('[TWN-R14] live values are those of the moment', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'battery', change: { kind: 'ripple', peakToPeak: volts(0), period: millis(7) } });
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(12.345) } });
    dialogue.do({ kind: 'signals', change: { rpm: 812.5, speed: 50, ignitionOn: false } });
    for (const { logical } of [GATEWAY, ENGINE, BODY]) {
      expect(say(dialogue, logical, '22f442')).toBe('62f4423039');
      expect(say(dialogue, logical, '22f40cf40d0101')).toBe('62f40c0cb2f40d32010100');
    }
  });
});

describe('coding', () => {
  test('[TWN-R15] needs session and key, length and limits', () => {
    const dialogue = new Dialogue();
    expect(say(dialogue, BODY.logical, '2e060102')).toBe('7f2e7f');
    dialogue.ask(BODY.logical, REQUESTS.extended);
    expect(say(dialogue, BODY.logical, '2e060102')).toBe('7f2e33');
    unlock(dialogue, BODY.logical);
    expect(say(dialogue, BODY.logical, '2e06010202')).toBe('7f2e13');
    expect(say(dialogue, BODY.logical, '2e060103')).toBe('7f2e31');
    expect(say(dialogue, BODY.logical, '2ef19041')).toBe('7f2e31');
    expect(say(dialogue, BODY.logical, '220601')).toBe('62060101');
    expect(say(dialogue, BODY.logical, '2e060102')).toBe('6e0601');
    expect(say(dialogue, BODY.logical, '220601')).toBe('62060102');
  });

  test('[TWN-R15] values and fingerprint survive power-off and a new process', () => {
    const dialogue = new Dialogue();
    coding(dialogue);
    dialogue.ask(BODY.logical, request('2e060002011234'));
    dialogue.ask(BODY.logical, request('2ef15a2611210102030405'));
    for (const connected of [false, true]) dialogue.do({ kind: 'battery', change: { kind: 'power', connected } });
    settle(dialogue);
    expect(say(dialogue, BODY.logical, '220600')).toBe('62060002011234');
    const next = new Dialogue({ memories: memories(dialogue.car) });
    expect(say(next, BODY.logical, '220600f15a')).toBe('62060002011234f15a2611210102030405');
  });
});

describe('trouble codes', () => {
  test.each([
    ['1902ff', '5902ff0420002801710028'],
    ['190208', '5902ff0420002801710028'],
    ['190201', '5902ff'],
    ['190aff', '7f1913'],
    ['190a', '590aff0420002801710028'],
    ['190128', '5901ff040002'],
  ])('[TWN-R16] the engine answers %s with %s', (asked, expected) => {
    expect(say(new Dialogue(), ENGINE.logical, asked)).toBe(expected);
  });

  test('[TWN-R16] clearing forgets a stored fault, not one that is present', () => {
    const dialogue = new Dialogue();
    expect(say(dialogue, ENGINE.logical, '14042000')).toBe('54');
    expect(say(dialogue, ENGINE.logical, '190208')).toBe('5902ff01710028');
    expect(say(dialogue, ENGINE.logical, '14ffffff')).toBe('54');
    expect(say(dialogue, ENGINE.logical, '190208')).toBe('5902ff');
    expect(say(dialogue, ENGINE.logical, '14123456')).toBe('7f1431');
    dialogue.ask(BODY.logical, request('14ffffff'));
    expect(say(dialogue, BODY.logical, '190201')).toBe('5902ff9a31152f');
  });

  test('[TWN-R16] a code that is planted is told', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'dtc', unit: 'gateway', dtc: { code: 0xc10000, status: 0x2f, present: true } });
    expect(say(dialogue, GATEWAY.logical, '190201')).toBe('5902ffc100002f');
  });
});

describe('security', () => {
  const wrongKey = (dialogue: Dialogue) => {
    dialogue.ask(BODY.logical, request('2701'));
    return say(dialogue, BODY.logical, '270200000000');
  };

  test('[TWN-R17] the third wrong key closes it for 10 s, and a reset does not open it', () => {
    const dialogue = new Dialogue();
    dialogue.ask(BODY.logical, REQUESTS.extended);
    expect([wrongKey(dialogue), wrongKey(dialogue), wrongKey(dialogue)]).toEqual(['7f2735', '7f2735', '7f2736']);
    expect(say(dialogue, BODY.logical, '2701')).toBe('7f2737');
    dialogue.ask(BODY.logical, REQUESTS.reset);
    settle(dialogue);
    dialogue.ask(BODY.logical, REQUESTS.extended);
    expect(say(dialogue, BODY.logical, '2701')).toBe('7f2737');
    for (let i = 0; i < 5; i++) {
      dialogue.pass(millis(2000));
      dialogue.ask(BODY.logical, request('3e00'));
    }
    expect(shown(unlock(dialogue, BODY.logical).response)).toBe('6702');
  });
});
