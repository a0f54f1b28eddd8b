import { bytesOf, fromHex, hex, millis, volts } from '@baylink/kernel';
import { type CanFrame, frameTime } from '@baylink/protocols/can';
import { describe, expect, test } from 'vitest';
import { USUAL_RATES as RATES } from '../bus/bus.js';
import { car } from './car.js';
import { createSampleCar } from './create.js';
import { Dialogue } from './dialogue.js';
import { enterBootloader, REQUESTS } from './flashing.rig.js';
import { ENGINE, ENGINE_FLASH } from './sample/profiles.js';
import type { ScriptEntry } from './script.js';
import type { CarOut } from './state.js';

const request = (text: string) => fromHex(text) ?? new Uint8Array();
const say = (dialogue: Dialogue, text: string, to = ENGINE.logical) => {
  const { response } = dialogue.ask(to, request(text));
  return response === undefined ? 'silence' : hex(response);
};
const frame = (id: number, text: string): CanFrame => ({ id, extended: false, data: request(text) });
const framesOf = (outs: readonly CarOut[]) => outs.flatMap((out) => (out.kind === 'frame' ? [out] : []));
const send = (dialogue: Dialogue, sent: CanFrame) => dialogue.input({ kind: 'frame', from: 'tester', frame: sent });

describe('time', () => {
  test('[TWN-R30] a single late step tells the same as many punctual ones', () => {
    const late = (steps: readonly number[]) => {
      let state = createSampleCar({
        at: millis(0),
        chance: 7,
        script: [{ when: { kind: 'at', at: millis(700) }, action: { kind: 'reset', unit: 'body' } }],
      });
      const outs: CarOut[] = [];
      for (const at of steps) {
        if (at === 400) {
          const turn = car.step(state, { kind: 'frame', from: 'tester', frame: frame(0x7e0, '0322f186') }, millis(at));
          state = turn.state;
          outs.push(...turn.out);
        }
        const turn = car.step(state, { kind: 'tick' }, millis(at));
        state = turn.state;
        outs.push(...turn.out);
      }
      return outs;
    };
    const punctual = late(Array.from({ length: 2001 }, (_, i) => i));
    expect(late([400, 2000])).toEqual(punctual);
    expect(framesOf(punctual).map((out) => hex(out.frame.data))).toEqual(['0322f186', '0462f18601cccccc']);
  });
});

describe('CAN', () => {
  test('[TWN-R31] request and answer take their bit times on the bus', () => {
    const dialogue = new Dialogue();
    const asked = frame(0x7e0, '023e00cccccccccc');
    send(dialogue, asked);
    const start = dialogue.now;
    const heard = framesOf(dialogue.pass(millis(5)));
    const answered = frame(0x7e8, '027e00cccccccccc');
    const first = start + frameTime(asked, RATES);
    expect(heard).toEqual([
      { kind: 'frame', from: 'tester', frame: asked, at: first },
      { kind: 'frame', from: 'engine', frame: answered, at: first + frameTime(answered, RATES) },
    ]);
  });

  const answersTo = (sent: CanFrame) => {
    const dialogue = new Dialogue();
    send(dialogue, sent);
    return framesOf(dialogue.pass(millis(5))).flatMap(({ from, frame: { id, data } }) =>
      from === 'tester' ? [] : [`${id.toString(16)} ${hex(data)}`],
    );
  };

  test.each([
    ['normal fixed', 0x18da10f1, '023e00', ['18daf110 027e00cccccccccc']],
    ['extended', 0x6f1, '10023e00', ['610 f1027e00cccccccc']],
    ['11-bit mixed', 0x6b0, '10023e00', ['6b8 10027e00cccccccc']],
    ['29-bit mixed', 0x18ce80f1, '10023e00', ['18cef180 10027e00cccccccc']],
    ['nobody at this address byte', 0x6f1, '11023e00', []],
    ['all, 29-bit', 0x18db33f1, '023e00', ['18daf110', '18daf140', '18daf160'].map((id) => `${id} 027e00cccccccccc`)],
    ['all, extended', 0x6f1, 'df023e00', ['610', '640', '660'].map((id) => `${id} f1027e00cccccccc`)],
  ])('[C14][TWN-R31] the units are asked in other addressing formats: %s', (_, id, text, answers) => {
    expect(answersTo({ ...frame(id, text), extended: id > 0x7ff })).toEqual(answers);
  });

  test.each([true, false])(
    '[C10][TWN-R36] asked in the FD format a unit answers in it, switching: %s',
    (bitRateSwitch) => {
      const dialogue = new Dialogue();
      const fd = { bitRateSwitch };
      send(dialogue, { ...frame(0x7e0, '0322f190'), fd });
      const [, answer] = framesOf(dialogue.pass(millis(5)));
      expect(answer?.frame.fd).toEqual(fd);
      expect(hex(answer?.frame.data ?? bytesOf())).toMatch(/^001462f190(..){17}cccc$/);
      send(dialogue, frame(0x7e0, '0322f190'));
      const [, first] = framesOf(dialogue.pass(millis(5)));
      expect(first?.frame).toMatchObject({ data: { length: 8 } });
      expect(first?.frame.fd).toBeUndefined();
    },
  );

  test('[TWN-R31] who asks at another address is answered there, and the answer that waited elsewhere is given up', () => {
    const dialogue = new Dialogue();
    const heard = () =>
      framesOf(dialogue.pass(millis(5))).flatMap(({ from, frame: { id, data } }) =>
        from === 'tester' ? [] : [`${id.toString(16)} ${hex(data).slice(0, 8)}`],
      );
    send(dialogue, { ...frame(0x18da10f1, '0322f190'), extended: true });
    expect(heard()).toEqual(['18daf110 101462f1']);
    send(dialogue, frame(0x7e0, '300000cccccccccc'));
    expect(heard(), 'a flow control of another address is for nobody').toEqual([]);
    send(dialogue, frame(0x7e0, '0322f190'));
    expect(heard()).toEqual(['7e8 101462f1']);
    send(dialogue, frame(0x7e0, '300000cccccccccc'));
    expect(heard().map((each) => each.slice(0, 6))).toEqual(['7e8 21', '7e8 22']);
  });

  test('[TWN-R31] a functional request is answered by all, in the order of their identifiers', () => {
    const dialogue = new Dialogue();
    send(dialogue, frame(0x7df, '023e00'));
    const heard = framesOf(dialogue.pass(millis(5))).filter(({ from }) => from !== 'tester');
    expect(heard.map(({ frame: { id } }) => id)).toEqual([0x7e8, 0x7ea, 0x7ec]);
  });

  test('[TWN-R31] a long answer waits for the flow control, and comes in order', () => {
    const dialogue = new Dialogue();
    send(dialogue, frame(0x7e0, '0322f190'));
    const first = framesOf(dialogue.pass(millis(5))).at(-1);
    expect(first && hex(first.frame.data)).toBe('101462f19058424c');
    send(dialogue, frame(0x7e0, '300000'));
    const rest = framesOf(dialogue.pass(millis(5))).filter(({ from }) => from === 'engine');
    expect(rest.map(({ frame: { data } }) => hex(data))).toEqual(['2154574e30413553', '2243303030303432']);
  });

  test('[TWN-R31] foreign identifiers, extended frames and garbage are left alone', () => {
    const dialogue = new Dialogue();
    send(dialogue, frame(0x123, '023e00'));
    send(dialogue, { ...frame(0x7e0, '023e00'), extended: true });
    send(dialogue, frame(0x7e0, ''));
    send(dialogue, frame(0x7df, '1014'));
    const heard = framesOf(dialogue.pass(millis(20)));
    expect(heard.every(({ from }) => from === 'tester')).toBe(true);
    expect(heard).toHaveLength(4);
  });
});

describe('script', () => {
  const script = (...entries: ScriptEntry[]) => new Dialogue({ script: entries });

  test('[TWN-R32] at its time', () => {
    const dialogue = script({
      when: { kind: 'at', at: millis(1000) },
      action: { kind: 'battery', change: { kind: 'power', connected: false } },
    });
    expect(say(dialogue, '3e00')).toBe('7e00');
    dialogue.pass(millis(600));
    expect(say(dialogue, '3e00')).toBe('silence');
  });

  test('[TWN-R32] its delay after a report, and only once', () => {
    const dialogue = script({
      when: { kind: 'report', unit: 'engine', report: 'erase-began', block: undefined, delay: millis(50) },
      action: { kind: 'battery', change: { kind: 'volts', level: volts(9) } },
    });
    enterBootloader(dialogue);
    const erase = REQUESTS.erase(ENGINE_FLASH.start, 4096);
    expect(dialogue.ask(ENGINE.logical, erase).response).toEqual(request('7f3172'));
    dialogue.do({ kind: 'battery', change: { kind: 'volts', level: volts(13.8) } });
    expect(dialogue.ask(ENGINE.logical, erase).response).toEqual(request('7101ff0000'));
  });

  test('[TWN-R32] at the block that it names', () => {
    const dialogue = script({
      when: { kind: 'report', unit: 'engine', report: 'block', block: 2, delay: millis(0) },
      action: { kind: 'reset', unit: 'engine' },
    });
    enterBootloader(dialogue);
    dialogue.ask(ENGINE.logical, REQUESTS.erase(ENGINE_FLASH.start, 4096));
    dialogue.ask(ENGINE.logical, REQUESTS.download(ENGINE_FLASH.start, 4096));
    const block = (counter: number) => dialogue.ask(ENGINE.logical, REQUESTS.block(counter, new Uint8Array(1000)));
    expect(block(1).response).toEqual(bytesOf(0x76, 1));
    block(2);
    dialogue.pass(millis(400));
    expect(block(3).response).toEqual(request('7f367f'));
  });
});

describe('faults', () => {
  test('[TWN-R33] a lost 76: the block is written, and written once', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'fault', fault: { kind: 'lose-response', unit: 'engine', service: 0x36, count: 1 } });
    enterBootloader(dialogue);
    dialogue.ask(ENGINE.logical, REQUESTS.erase(ENGINE_FLASH.start, 4096));
    dialogue.ask(ENGINE.logical, REQUESTS.download(ENGINE_FLASH.start, 4));
    const block = REQUESTS.block(1, bytesOf(1, 2, 3, 4));
    dialogue.send(ENGINE.logical, block);
    expect(dialogue.pass(millis(100)).filter(({ kind }) => kind === 'diagnostic')).toEqual([]);
    expect(dialogue.ask(ENGINE.logical, block).response).toEqual(bytesOf(0x76, 1));
    expect(dialogue.seen.filter((out) => out.kind === 'report' && out.report.kind === 'block')).toHaveLength(1);
    expect(dialogue.ask(ENGINE.logical, REQUESTS.transferExit).response).toEqual(bytesOf(0x77));
  });

  test('[TWN-R33] refusals and lost requests count down, for their unit and service alone', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'fault', fault: { kind: 'refuse', unit: 'engine', service: 0x3e, nrc: 0x21, count: 2 } });
    dialogue.do({ kind: 'fault', fault: { kind: 'lose-request', unit: 'body', service: 0x3e, count: 1 } });
    expect([say(dialogue, '22f186'), say(dialogue, '3e00'), say(dialogue, '3e00'), say(dialogue, '3e00')]).toEqual([
      '62f18601',
      '7f3e21',
      '7f3e21',
      '7e00',
    ]);
    expect([say(dialogue, '3e00', 0x1002), say(dialogue, '3e00', 0x1002)]).toEqual(['silence', '7e00']);
  });

  test('[TWN-R33] silence ends by time', () => {
    const dialogue = new Dialogue();
    dialogue.do({ kind: 'silence', unit: 'engine', lasts: millis(1000) });
    dialogue.send(ENGINE.logical, request('3e00'));
    dialogue.pass(millis(1000));
    expect(say(dialogue, '3e00')).toBe('7e00');
  });
});
