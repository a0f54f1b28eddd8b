import { bytesOf } from '@baylink/kernel';
import { baseFrame, type CanFormats, type CanFrame, DATA_LENGTHS } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent } from '@baylink/transport-vehicle';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Heard } from './heard.js';

/** A link that is not open yet, with somebody else on its bus. */
export interface CanLinkSubject {
  readonly link: CanLink;
  /** Every frame that the link has put on the bus, in order; resolves when there are `count`. */
  onBus(count: number): Promise<readonly CanFrame[]>;
  /** Another node puts a frame on the bus. */
  fromBus(frame: CanFrame): void;
  /** The adapter is pulled out. */
  cut(): void;
  release(): Promise<void>;
}

const SHORT = baseFrame(0x7e0, bytesOf(0x02, 0x10, 0x03));
const LONG: CanFrame = { id: 0x18da10f1, extended: true, data: bytesOf(1, 2, 3, 4, 5, 6, 7, 8) };
const EMPTY = baseFrame(0x7ff, bytesOf());

const fdFrame = (length: number, bitRateSwitch: boolean): CanFrame => ({
  id: bitRateSwitch ? 0x7e0 : 0x18da10f1,
  extended: !bitRateSwitch,
  data: Uint8Array.from({ length }, (_, i) => i),
  fd: { bitRateSwitch },
});
const FD_FRAMES = [...DATA_LENGTHS.map((length) => fdFrame(length, true)), fdFrame(64, false), fdFrame(3, false)];

/** What every CAN link must do, whatever is behind it. `formats`: what the subject was opened to carry. */
export function canLinkContract(
  name: string,
  begin: () => Promise<CanLinkSubject>,
  formats: CanFormats = 'classic',
): void {
  describe(`${name} keeps the contract of a CAN link`, () => {
    let subject: CanLinkSubject;
    let heard: Heard<CanLinkEvent>;
    beforeEach(async () => {
      subject = await begin();
      heard = new Heard(subject.link);
    });
    afterEach(() => subject.release());
    const none = (): void => {};
    const [fdTest, classicTest] = formats === 'fd' ? [test, none] : [none, test];

    test('frames go out as they were given', async () => {
      expect(await subject.link.open()).toEqual({ ok: true, value: undefined });
      for (const frame of [SHORT, LONG, EMPTY]) expect((await subject.link.send(frame)).ok).toBe(true);
      expect(await subject.onBus(3)).toEqual([SHORT, LONG, EMPTY]);
    });

    test('frames come in as they were on the bus', async () => {
      await subject.link.open();
      for (const frame of [SHORT, LONG, EMPTY]) subject.fromBus(frame);
      const told = await heard.until('frame', 3);
      expect(told.map(({ frame }) => ({ ...frame, data: Uint8Array.from(frame.data) }))).toEqual([SHORT, LONG, EMPTY]);
    });

    test('a hundred frames given at once arrive all and in order', async () => {
      await subject.link.open();
      const frames = Array.from({ length: 100 }, (_, i) => baseFrame(0x100 + i, bytesOf(i)));
      const outcomes = await Promise.all(frames.map((frame) => subject.link.send(frame)));
      expect(outcomes.every(({ ok }) => ok)).toBe(true);
      expect(await subject.onBus(100)).toEqual(frames);
    });

    test('what no CAN controller can send is refused with a sentence, and the link lives', async () => {
      await subject.link.open();
      const tooLong = await subject.link.send(baseFrame(0x7e0, new Uint8Array(9)));
      expect(tooLong).toMatchObject({ ok: false, error: { kind: 'refused' } });
      expect((await subject.link.send(SHORT)).ok).toBe(true);
      expect(await subject.onBus(1)).toEqual([SHORT]);
    });

    fdTest('frames of the FD format go out and come in as they are, between classic ones', async () => {
      await subject.link.open();
      const frames = [SHORT, ...FD_FRAMES, LONG];
      for (const frame of frames) expect((await subject.link.send(frame)).ok).toBe(true);
      expect(await subject.onBus(frames.length)).toEqual(frames);
      for (const frame of frames) subject.fromBus(frame);
      const told = await heard.until('frame', frames.length);
      expect(told.map(({ frame }) => ({ ...frame, data: Uint8Array.from(frame.data) }))).toEqual(frames);
    });

    fdTest('a frame of the FD format with a length that has no DLC is refused', async () => {
      await subject.link.open();
      expect(await subject.link.send(fdFrame(9, true))).toMatchObject({ ok: false, error: { kind: 'refused' } });
      expect((await subject.link.send(SHORT)).ok).toBe(true);
      expect(await subject.onBus(1)).toEqual([SHORT]);
    });

    classicTest('a frame of the FD format is refused with a sentence, and the link lives', async () => {
      await subject.link.open();
      const refused = await subject.link.send(fdFrame(8, true));
      expect(refused).toMatchObject({
        ok: false,
        error: { kind: 'refused', message: expect.stringMatching(/^.{20,}\.$/) },
      });
      expect((await subject.link.send(SHORT)).ok).toBe(true);
      expect(await subject.onBus(1)).toEqual([SHORT]);
    });

    test('nothing is sent before the link is open', async () => {
      expect(await subject.link.send(SHORT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
    });

    test('closing is told once, without an error, and nothing is sent afterwards', async () => {
      await subject.link.open();
      await subject.link.close();
      await subject.link.close();
      expect(heard.of('closed')).toMatchObject([{ error: undefined }]);
      expect(await subject.link.send(SHORT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
    });

    test('a lost adapter is told once, with a sentence, and nothing is sent afterwards', async () => {
      await subject.link.open();
      subject.cut();
      const [closed] = await heard.until('closed');
      expect(closed?.error).toMatchObject({ kind: 'lost', message: expect.stringMatching(/^.{20,}\.$/) });
      expect(await subject.link.send(SHORT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
      await subject.link.close();
      expect(heard.of('closed')).toHaveLength(1);
    });
  });
}
