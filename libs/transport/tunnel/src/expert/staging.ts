import { type Refusal, type Sha256Hex, toBase64url } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import type { Conversation } from './conversation.js';
import type { Answer, Question, StagedFile } from './events.js';

/** Bytes of a file in one payload: 43,691 characters of base64url. */
const PIECE = 32 * 1024;
/** How often a file is begun again after the shop lost its place. */
const ATTEMPTS = 5;

export interface PayloadWay {
  /** The one that is on now. */
  conversation(): Conversation | undefined;
  onDrained(run: () => void): () => void;
}

export interface StagingWay extends PayloadWay {
  announce(question: Question): Promise<Result<Answer<'file'>, Refusal>>;
}

/**
 * Announces a file, sends what the shop says it lacks, and announces it again: the second answer, which comes after the
 * last piece, is the proof that all of it arrived and that its digest is right.
 */
export async function stageFile(
  { name, bytes }: StagedFile,
  sha256: Sha256Hex,
  onProgress: (held: number, size: number) => void,
  way: StagingWay,
): Promise<Result<void, Refusal>> {
  const size = bytes.length;
  let last: Refusal = { rule: 'local', sentence: `the shop did not take "${name}" whole in ${ATTEMPTS} attempts` };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const answer = await way.announce({ kind: 'file', name, sha256, size });
    if (!answer.ok) {
      if (answer.error.rule !== 'STR-R7') return answer;
      last = answer.error;
      continue;
    }
    const { offset, complete } = answer.value;
    onProgress(complete ? size : offset, size);
    if (complete) return ok();
    if (offset > size)
      return err({ rule: 'local', sentence: `the shop asks for byte ${offset} of "${name}", which has ${size}` });
    const sent = await sendPieces(bytes, sha256, offset, onProgress, way);
    if (!sent.ok) last = { rule: 'STR-R7', sentence: sent.error };
  }
  return err(last);
}

async function sendPieces(
  bytes: Uint8Array,
  sha256: Sha256Hex,
  from: number,
  onProgress: (held: number, size: number) => void,
  way: StagingWay,
): Promise<Result<void, string>> {
  const conversation = way.conversation();
  if (conversation === undefined) return err('the shop client was started anew');
  let sent = from;
  const stop = way.onDrained(() => onProgress(Math.max(from, sent - conversation.pieceBytesWaiting), bytes.length));
  try {
    while (sent < bytes.length) {
      const data = bytes.subarray(sent, sent + PIECE);
      const taken = await conversation.putPiece({ kind: 'chunk', sha256, offset: sent, data: toBase64url(data) });
      if (!taken.ok) return taken;
      sent += data.length;
    }
    return ok();
  } finally {
    stop();
  }
}
