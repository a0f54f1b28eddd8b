import { crc32 } from '@baylink/protocols/firmware';

/** One record as it stands in the file: number, monotonic ns, wall time, the record itself. */
export interface JournalLine {
  readonly seq: number;
  /** Monotonic nanoseconds of this machine, comparable with the tap. */
  readonly mono: string;
  readonly at: string;
  readonly record: unknown;
}

const sumOf = (text: string): string => crc32(new TextEncoder().encode(text)).toString(16).padStart(8, '0');

/** `CRC32 JSON\n`: the sum tells a torn line from a whole one. */
export function printLine(line: JournalLine): string {
  const text = JSON.stringify(line);
  return `${sumOf(text)} ${text}\n`;
}

/** The line, or `undefined` when its sum or its shape is wrong. */
export function parseLine(text: string): JournalLine | undefined {
  const space = text.indexOf(' ');
  const body = text.slice(space + 1);
  if (space !== 8 || sumOf(body) !== text.slice(0, 8)) return undefined;
  const value: unknown = JSON.parse(body);
  return isLine(value) ? value : undefined;
}

const isLine = (value: unknown): value is JournalLine =>
  typeof value === 'object' &&
  value !== null &&
  'seq' in value &&
  typeof value.seq === 'number' &&
  'mono' in value &&
  typeof value.mono === 'string' &&
  'at' in value &&
  typeof value.at === 'string' &&
  'record' in value;
