import { fromHex } from '@baylink/kernel';
import type { Settings } from './state.js';

/** A request for the car. */
export interface CarRequest {
  readonly bytes: Uint8Array;
  /** Frames that are waited for; infinite where the time alone decides. */
  readonly count: number;
  /** Replaces the header from now on. (STN1100: STPX) */
  readonly header?: number;
}

export type Request =
  | ({ readonly kind: 'send' } & CarRequest)
  | { readonly kind: 'announce'; readonly length: number; readonly count: number; readonly header?: number };

const LONGEST = 4095;
const ALL = Number.POSITIVE_INFINITY;

/** Pairs of hex digits, and one more for the number of answers. (ELM327: OBD Commands) */
export function plainRequest(text: string): Request | undefined {
  const odd = text.length % 2;
  const bytes = fromHex(text.slice(0, text.length - odd));
  if (bytes === undefined || bytes.length === 0) return undefined;
  const count = odd === 1 ? Number.parseInt(text.slice(-1), 16) : ALL;
  return Number.isNaN(count) ? undefined : { kind: 'send', bytes, count: count === 0 ? ALL : count };
}

/** STPX h:7E0, d:0902, r:1, t:500, or l: in place of d:. `text` has neither spaces nor the command's name. */
export function stpxRequest(text: string): Request | undefined {
  const given = new Map(text.split(',').map((part): [string, string] => [part.slice(0, 2), part.slice(2)]));
  for (const name of given.keys()) if (!['H:', 'D:', 'R:', 'T:', 'L:'].includes(name)) return undefined;
  const count = given.has('R:') ? Number(given.get('R:')) : ALL;
  const header = given.has('H:') ? Number.parseInt(given.get('H:') ?? '', 16) : undefined;
  if (Number.isNaN(count) || Number.isNaN(header)) return undefined;
  const addressed = header === undefined ? {} : { header };
  const length = Number(given.get('L:') ?? Number.NaN);
  if (Number.isInteger(length) && length > 0 && length <= LONGEST)
    return { kind: 'announce', length, count, ...addressed };
  const bytes = fromHex(given.get('D:') ?? '');
  return bytes === undefined || bytes.length === 0 ? undefined : { kind: 'send', bytes, count, ...addressed };
}

/** Bytes that one frame takes. */
export const roomOf = ({ formatting }: Settings): number => (formatting === 'on' ? 7 : 8);
