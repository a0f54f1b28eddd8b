import { after, type Clock } from '@baylink/kernel';
import type { LineInput } from '@baylink/protocols/k-line';
import type { Pty } from '../pty/index.js';
import { type OnLine, onLine } from './slow-bytes.js';

/** What a K-Line interface on a pseudo-terminal needs of whoever is on the wire. */
export interface LineEnd {
  readonly clock: Clock;
  /** What the interface hears of its own bytes: the same, as there is one wire. */
  readonly echo: (bytes: Uint8Array) => Uint8Array;
  /** What the units hear of them. */
  readonly toUnits?: (bytes: Uint8Array) => Uint8Array;
  hear(input: LineInput): void;
  /** Sees what every write was on the line. */
  watch?(bytes: Uint8Array, was: OnLine['kind']): void;
}

/**
 * Puts what the tester writes on the line at the speed that it has set, and gives it its echo: of slow bytes when they
 * have left, as a receiver does. The answer ends it.
 */
export function attachLine(pty: Pty, { clock, echo, toUnits = (bytes) => bytes, hear, watch }: LineEnd): () => void {
  /** Still on the line, until its timer or the next bytes say that it was there: what is written later does not overtake it. */
  let slow: { readonly arrive: () => void; readonly cancel: () => void } | undefined;
  const put = (bytes: Uint8Array, was: OnLine): void => {
    pty.write(echo(bytes));
    if (was.kind === 'bytes') hear({ kind: 'received', bytes: toUnits(bytes) });
    if (was.kind === 'wake-up') hear({ kind: 'wake-up' });
    if (was.kind === 'address-byte') hear({ kind: 'address-byte', byte: was.byte });
  };
  pty.listen((bytes) => {
    const was = onLine(bytes, pty.speed());
    watch?.(bytes, was.kind);
    slow?.arrive();
    if (was.kind === 'bytes') return put(bytes, was);
    const arrive = (): void => {
      slow?.cancel();
      slow = undefined;
      put(bytes, was);
    };
    slow = { arrive, cancel: clock.wake(after(clock.now(), was.time), arrive) };
  });
  return () => {
    slow?.cancel();
    slow = undefined;
  };
}
