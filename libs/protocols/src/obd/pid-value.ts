import { readUint, uintBytes } from '@baylink/kernel';
import { type PidField, pidEntry } from './pids.table.js';

export interface PidValue {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** The numbers in the data of a PID; empty for one that carries none, or when the data is shorter than it has to be. */
export function pidValues(pid: number, data: Uint8Array): PidValue[] {
  const entry = pidEntry(pid);
  if (entry === undefined || data.length < entry.length) return [];
  return entry.fields.map((field) => ({ name: field.name, value: numberOf(field, data), unit: field.unit }));
}

/**
 * The data of a PID for these numbers, in the order of its fields; what is beyond the range of a field is its end.
 * `undefined` for a PID that carries no numbers, or another count of them.
 */
export function pidData(pid: number, values: readonly number[]): Uint8Array | undefined {
  const entry = pidEntry(pid);
  if (entry === undefined || entry.fields.length === 0 || entry.fields.length !== values.length) return undefined;
  const data = new Uint8Array(entry.length);
  for (const [i, field] of entry.fields.entries()) data.set(rawOf(field, values[i] ?? 0), field.at);
  return data;
}

const span = (width: number): number => 256 ** width;

function numberOf({ at, width, scale, offset, sign }: PidField, data: Uint8Array): number {
  const raw = readUint(data, at, width) ?? 0;
  const number = sign === 'signed' && raw >= span(width) / 2 ? raw - span(width) : raw;
  return number * scale + offset;
}

function rawOf({ width, scale, offset, sign }: PidField, value: number): Uint8Array {
  const lowest = sign === 'signed' ? -span(width) / 2 : 0;
  const raw = Number.isFinite(value) ? Math.round((value - offset) / scale) : lowest;
  const kept = Math.min(lowest + span(width) - 1, Math.max(lowest, raw));
  return uintBytes(kept < 0 ? kept + span(width) : kept, width);
}
