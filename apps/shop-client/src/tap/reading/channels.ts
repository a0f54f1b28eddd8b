import { readUint, showHex } from '@baylink/kernel';
import { STREAM_START, type StreamState, splitStream } from '@baylink/protocols/doip';
import { decodePdu } from '@baylink/protocols/iso-tp';
import { EMPTY_LINE, type LineState, parseFrameLine, splitLines } from '@baylink/protocols/slcan';
import type { TapChunk } from './chunk.js';
import { elm } from './elm-listener.js';
import { IsoTpListener } from './iso-tp-listener.js';
import { kLine } from './k-line-listener.js';
import { identifierText, type Listener, type TapMessage } from './listener.js';

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
      const who = identifierText(line.frame.id);
      const message = isoTp.hear(who, line.frame.data);
      return message === undefined ? [] : [{ who, bytes: message }];
    });
  };
}

/** Four bytes of identifier, then the data field. */
function frames(): Listener {
  const isoTp = new IsoTpListener();
  return ({ bytes }) => {
    const who = identifierText(readUint(bytes, 0, 4) ?? 0);
    const message = isoTp.hear(who, bytes.subarray(4));
    return message === undefined ? [] : [{ who, bytes: message }];
  };
}

/** Four bytes of identifier, then a whole message: the adapter does ISO-TP. */
const wholeMessages = (): Listener => {
  return ({ bytes }) =>
    bytes.length > ID_BYTES
      ? [{ who: identifierText(readUint(bytes, 0, ID_BYTES) ?? 0), bytes: bytes.subarray(ID_BYTES) }]
      : [];
};

const ID_BYTES = 4;
const HIGHEST_ID = 0x1fff_ffff;

interface Form {
  readonly is: (chunks: readonly TapChunk[]) => boolean;
  readonly listener: () => Listener;
}

const onChannel = (name: string) => (chunks: readonly TapChunk[]) => chunks[0]?.channel === name;
const everyChunk = (passes: (bytes: Uint8Array) => boolean) => (chunks: readonly TapChunk[]) =>
  chunks.every(({ bytes }) => passes(bytes));

const hasIdentifier = everyChunk(
  (bytes) => bytes.length >= ID_BYTES && (readUint(bytes, 0, ID_BYTES) ?? 0) <= HIGHEST_ID,
);
/** What no ISO-TP frame begins with is the service of a message. */
const holdsFrames = everyChunk((bytes) => decodePdu(bytes.subarray(ID_BYTES)).kind !== 'ignored');
const isText = (chunks: readonly TapChunk[]): boolean =>
  chunks.every(({ direction, bytes }) => direction === 'rx' || bytes.every((byte) => byte < 0x80));
const beginsWithCommand = (chunks: readonly TapChunk[]): boolean => {
  const sent = chunks.filter(({ direction }) => direction === 'tx').map(({ bytes }) => Buffer.from(bytes));
  return /^\s*(AT|ST)/i.test(Buffer.concat(sent).toString('latin1', 0, 16));
};

/**
 * The first that fits. A port or a library is named by its place, so what is behind it is told by what went through: an
 * ELM327 is spoken to in commands, SLCAN is text, a pass-thru library has an identifier in front of everything; the rest
 * is K-Line.
 */
const FORMS: readonly Form[] = [
  { is: onChannel('doip-tcp'), listener: doip },
  { is: onChannel('sim'), listener: frames },
  { is: (chunks) => isText(chunks) && beginsWithCommand(chunks), listener: elm },
  { is: (chunks) => hasIdentifier(chunks) && holdsFrames(chunks), listener: frames },
  { is: hasIdentifier, listener: wholeMessages },
  { is: isText, listener: slcan },
];

/** The messages of all channels in the order of the tap. */
export function messagesOf(chunks: readonly TapChunk[]): readonly TapMessage[] {
  const listeners = new Map(
    [...new Set(chunks.map(({ channel }) => channel))].map((name) => {
      const own = chunks.filter(({ channel }) => channel === name);
      return [name, (FORMS.find(({ is }) => is(own))?.listener ?? kLine)()];
    }),
  );
  return chunks.flatMap((chunk) => {
    const { at, direction, channel } = chunk;
    return (listeners.get(channel)?.(chunk) ?? []).map((message) => ({ at, direction, ...message }));
  });
}
