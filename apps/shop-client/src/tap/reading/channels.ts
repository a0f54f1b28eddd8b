import { readUint, showHex } from '@baylink/kernel';
import { STREAM_START, type StreamState, splitStream } from '@baylink/protocols/doip';
import { EMPTY_LINE, type LineState, parseFrameLine, splitLines } from '@baylink/protocols/slcan';
import type { TapChunk } from './chunk.js';
import { IsoTpListener } from './iso-tp-listener.js';

/** A diagnostic message as it went by. */
export interface TapMessage {
  readonly at: bigint;
  readonly direction: TapChunk['direction'];
  /** CAN identifier, or source and target addresses. */
  readonly who: string;
  readonly bytes: Uint8Array;
}

/** Takes the chunks of one channel in order. */
type Listener = (chunk: TapChunk) => readonly Omit<TapMessage, 'at' | 'direction'>[];

const POLICY = { accepts: new Set(['diagnostic-message'] as const), maxPayload: 64 * 1024 };

function doip(): Listener {
  const states: Record<TapChunk['direction'], StreamState> = { tx: STREAM_START, rx: STREAM_START };
  return ({ direction, bytes }) => {
    // A new socket begins a new stream; a message cut off at the end of the old one is gone.
    const broken = states[direction].at === 'broken' ? STREAM_START : states[direction];
    const { state, frames } = splitStream(broken, bytes, POLICY);
    states[direction] = state;
    return frames.flatMap((frame) =>
      frame.kind === 'message' && frame.message.kind === 'diagnostic-message'
        ? [
            {
              who: `${showHex(frame.message.source, 4)}>${showHex(frame.message.target, 4)}`,
              bytes: frame.message.data,
            },
          ]
        : [],
    );
  };
}

function slcan(): Listener {
  const lines: Record<TapChunk['direction'], LineState> = { tx: EMPTY_LINE, rx: EMPTY_LINE };
  const isoTp = new IsoTpListener();
  return ({ direction, bytes }) => {
    const split = splitLines(lines[direction], bytes);
    lines[direction] = split.state;
    return split.tokens.flatMap((token) => {
      const line = token.kind === 'line' ? parseFrameLine(token.text) : undefined;
      if (line?.kind !== 'data') return [];
      const who = line.frame.id.toString(16).toUpperCase();
      const message = isoTp.hear(who, line.frame.data);
      return message === undefined ? [] : [{ who, bytes: message }];
    });
  };
}

/** Four bytes of identifier, then the data field. */
function frames(): Listener {
  const isoTp = new IsoTpListener();
  return ({ bytes }) => {
    const who = (readUint(bytes, 0, 4) ?? 0).toString(16).toUpperCase();
    const message = isoTp.hear(who, bytes.subarray(4));
    return message === undefined ? [] : [{ who, bytes: message }];
  };
}

/** By the name of the channel; a place of the file system is a serial adapter that speaks SLCAN. */
const LISTENERS: readonly (readonly [channel: RegExp, make: () => Listener])[] = [
  [/^doip-tcp$/, doip],
  [/^sim$/, frames],
  [/./, slcan],
];

/** The messages of all channels in the order of the tap. */
export function messagesOf(chunks: readonly TapChunk[]): readonly TapMessage[] {
  const listeners = new Map<string, Listener>();
  return chunks.flatMap((chunk) => {
    const { at, direction, channel } = chunk;
    const make = LISTENERS.find(([name]) => name.test(channel))?.[1] ?? slcan;
    const listen = listeners.get(channel) ?? make();
    listeners.set(channel, listen);
    return listen(chunk).map((message) => ({ at, direction, ...message }));
  });
}
