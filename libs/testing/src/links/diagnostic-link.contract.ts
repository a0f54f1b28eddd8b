import { bytesOf } from '@baylink/kernel';
import type { DiagnosticLink, LinkEvent, Target, UnitAddress } from '@baylink/transport-vehicle';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Heard } from './heard.js';

/** A link that is not open yet, to a vehicle that has the unit and not the stranger. */
export interface DiagnosticLinkSubject {
  readonly link: DiagnosticLink;
  readonly unit: UnitAddress;
  /** Of a medium that has a limit: data bytes of one message. What is longer is refused with a sentence. */
  readonly longest?: number;
  /** An address that the link cannot reach. */
  readonly stranger: UnitAddress;
  /** The unit answers every request, physical or functional, with what this gives, in this order. */
  answer(handler: (request: Uint8Array) => readonly Uint8Array[]): void;
  /** The way to the vehicle is cut. */
  cut(): void;
  release(): Promise<void>;
}

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31) & 0xff);
const TESTER_PRESENT = bytesOf(0x3e, 0x00);

/** What every diagnostic link must do, whatever carries it. */
export function diagnosticLinkContract(name: string, begin: () => Promise<DiagnosticLinkSubject>): void {
  describe(`${name} keeps the contract of a diagnostic link`, () => {
    let subject: DiagnosticLinkSubject;
    let heard: Heard<LinkEvent>;
    let unit: Target;
    beforeEach(async () => {
      subject = await begin();
      heard = new Heard(subject.link);
      unit = { to: 'unit', unit: subject.unit };
    });
    afterEach(() => subject.release());

    test.each([1, 7, 8, 62, 255, 4093])(
      'a message of %d bytes reaches the unit and comes back whole, or is refused where the medium ends',
      async (length) => {
        subject.answer((request) => [request]);
        expect(await subject.link.open()).toEqual({ ok: true, value: undefined });
        if (length > (subject.longest ?? length)) {
          const error = { kind: 'refused', message: expect.stringContaining(`${subject.longest} bytes`) };
          expect(await subject.link.send(unit, counting(length))).toMatchObject({ ok: false, error });
          return;
        }
        expect(await subject.link.send(unit, counting(length))).toEqual({ ok: true, value: undefined });
        const [message] = await heard.until('message');
        expect(message?.from).toEqual(subject.unit);
        expect(Array.from(message?.bytes ?? [])).toEqual(Array.from(counting(length)));
      },
    );

    test('what it is certified to carry it carries, and where a medium ends the certificate says so', async () => {
      subject.answer((request) => [request.subarray(0, 2)]);
      await subject.link.open();
      const { longestMessage } = subject.link.certificate() ?? { longestMessage: 0 };
      expect(longestMessage).toBe(subject.longest ?? 4095);
      expect(await subject.link.send(unit, counting(longestMessage))).toEqual({ ok: true, value: undefined });
      await heard.until('message');
    });

    test('the indication of a message comes before the message, and not after its time', async () => {
      subject.answer(() => [counting(100)]);
      await subject.link.open();
      await subject.link.send(unit, TESTER_PRESENT);
      const [message] = await heard.until('message');
      const [indication] = heard.of('indication');
      expect(heard.events.map(({ kind }) => kind)).toEqual(['indication', 'message']);
      expect(indication?.from).toEqual(subject.unit);
      expect(indication?.at).toBeLessThanOrEqual(message?.at ?? 0);
    });

    test('one request may have several answers, in order', async () => {
      subject.answer(() => [bytesOf(0x7f, 0x10, 0x78), counting(30), bytesOf(0x50, 0x03)]);
      await subject.link.open();
      await subject.link.send(unit, bytesOf(0x10, 0x03));
      const messages = await heard.until('message', 3);
      expect(messages.map(({ bytes }) => bytes.length)).toEqual([3, 30, 2]);
    });

    test('a functional request reaches the unit and its answer names the unit', async () => {
      subject.answer((request) => (request[0] === 0x3e ? [bytesOf(0x7e, 0x00)] : []));
      await subject.link.open();
      expect((await subject.link.send({ to: 'functional' }, TESTER_PRESENT)).ok).toBe(true);
      const [message] = await heard.until('message');
      expect(message?.from).toEqual(subject.unit);
    });

    test('a unit that cannot be reached is refused with a sentence, and the link lives', async () => {
      subject.answer((request) => [request]);
      await subject.link.open();
      const outcome = await subject.link.send({ to: 'unit', unit: subject.stranger }, TESTER_PRESENT);
      expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringMatching(/^.{20,}\.$/) } });
      await subject.link.send(unit, TESTER_PRESENT);
      await heard.until('message');
    });

    test('counters count whole messages, and a link at rest is not busy', async () => {
      subject.answer((request) => [request]);
      await subject.link.open();
      await subject.link.send(unit, counting(Math.min(50, subject.longest ?? 50)));
      await heard.until('message');
      expect(subject.link.counters()).toEqual({ sent: 1, received: 1, errors: 0, lostFlowControls: 0 });
      expect(subject.link.busy()).toBe(false);
    });

    test('nothing is sent before the link is open', async () => {
      expect(await subject.link.send(unit, TESTER_PRESENT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
    });

    test('closing is told once, without an error, and nothing is sent afterwards', async () => {
      await subject.link.open();
      await subject.link.close();
      await subject.link.close();
      expect(heard.of('closed')).toMatchObject([{ error: undefined }]);
      expect(await subject.link.send(unit, TESTER_PRESENT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
    });

    test('a cut link is told once, with a sentence, and nothing is sent afterwards', async () => {
      await subject.link.open();
      subject.cut();
      const [closed] = await heard.until('closed');
      expect(closed?.error).toMatchObject({ kind: 'lost', message: expect.stringMatching(/^.{20,}\.$/) });
      expect(await subject.link.send(unit, TESTER_PRESENT)).toMatchObject({ ok: false, error: { kind: 'lost' } });
      await subject.link.close();
      expect(heard.of('closed')).toHaveLength(1);
    });
  });
}
