import type { TapChunk } from './chunk.js';

/** A diagnostic message as it went by. */
export interface TapMessage {
  readonly at: bigint;
  readonly direction: TapChunk['direction'];
  /** CAN identifier, or source and target addresses. */
  readonly who: string;
  readonly bytes: Uint8Array;
}

/** Takes the chunks of one channel in order. */
export type Listener = (chunk: TapChunk) => readonly Pick<TapMessage, 'who' | 'bytes'>[];

/** How the taps of SLCAN and of raw frames name a sender. */
export const identifierText = (id: number): string => id.toString(16).toUpperCase();
