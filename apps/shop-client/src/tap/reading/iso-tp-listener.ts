import { concat } from '@baylink/kernel';
import { decodePdu } from '@baylink/protocols/iso-tp';

interface Arriving {
  readonly length: number;
  readonly parts: readonly Uint8Array[];
  readonly sequence: number;
  readonly missing: number;
}

/** Puts messages together from what passes by: it asks for nothing and answers nothing. Normal addressing. (ISO 15765-2 9) */
export class IsoTpListener {
  readonly #arriving = new Map<string, Arriving>();

  /** The message that this frame makes whole. `sender` is whatever tells the frames of one sender apart. */
  hear(sender: string, frame: Uint8Array): Uint8Array | undefined {
    const pdu = decodePdu(frame);
    switch (pdu.kind) {
      case 'single':
        this.#arriving.delete(sender);
        return pdu.data;
      case 'first':
        return void this.#begin(sender, pdu.length, pdu.data);
      case 'consecutive':
        return this.#go(sender, pdu.sequence, pdu.data);
      case 'flow-control':
      case 'ignored':
        return undefined;
    }
  }

  #begin(sender: string, length: number, data: Uint8Array): void {
    if (length > LONGEST) return;
    this.#arriving.set(sender, { length, parts: [data], sequence: 1, missing: length - data.length });
  }

  #go(sender: string, sequence: number, data: Uint8Array): Uint8Array | undefined {
    const before = this.#arriving.get(sender);
    if (before === undefined) return undefined;
    this.#arriving.delete(sender);
    if (sequence !== before.sequence) return undefined;
    const parts = [...before.parts, data];
    const missing = before.missing - data.length;
    if (missing <= 0) return concat(...parts).subarray(0, before.length);
    this.#arriving.set(sender, { ...before, parts, missing, sequence: (sequence + 1) % 16 });
    return undefined;
  }
}

/** Longer messages are blocks of a flash, which no description explains. */
const LONGEST = 64 * 1024;
