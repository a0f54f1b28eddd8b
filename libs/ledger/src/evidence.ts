import { canonical, fromUtf8, parseCanonical, publicJwk, utf8 } from '@baylink/contracts';
import { ok, type Result } from '@baylink/kernel';
import { z } from 'zod';

/** First line of an evidence file. The entries follow, one a line; every line ends in a line feed. */
export const evidenceHeader = z.strictObject({
  format: z.literal('baylink-evidence'),
  v: z.literal(1),
  /** The newest checkpoint of the shop, JWS. */
  checkpoint: z.string(),
  /** The broker's signature that it saw this checkpoint, and the key it is made with. */
  witness: z.strictObject({ jwk: publicJwk, jws: z.string() }).nullable(),
});
export type EvidenceHeader = z.infer<typeof evidenceHeader>;

/** Writes an evidence file from lines as they are stored. */
export function evidenceFile(
  header: Omit<EvidenceHeader, 'format' | 'v'>,
  lines: Iterable<string>,
): Result<string, string> {
  const first = canonical({ format: 'baylink-evidence', v: 1, ...header });
  if (!first.ok) return first;
  let text = `${first.value}\n`;
  for (const line of lines) text += `${line}\n`;
  return ok(text);
}

export function readHeader(line: string): EvidenceHeader | undefined {
  const value = parseCanonical(line);
  if (!value.ok) return undefined;
  const header = evidenceHeader.safeParse(value.value);
  return header.success ? header.data : undefined;
}

/** Lines that end in a line feed, and what is left behind the last one. A line that is not UTF-8 is `undefined`. */
export interface Lines {
  readonly whole: readonly (string | undefined)[];
  readonly rest: Uint8Array;
}

const LF = 0x0a;

export function splitLines(file: Uint8Array | string): Lines {
  const bytes = typeof file === 'string' ? utf8(file) : file;
  const whole: (string | undefined)[] = [];
  let from = 0;
  for (let to = bytes.indexOf(LF); to >= 0; to = bytes.indexOf(LF, from)) {
    whole.push(fromUtf8(bytes.subarray(from, to)));
    from = to + 1;
  }
  return { whole, rest: bytes.subarray(from) };
}
