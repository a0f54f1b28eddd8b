import { type LongSize, putLong, viewOf } from './message.js';

/** What the layout of structures with pointers hangs on, in bytes; every member is aligned to its own size. */
export interface MemoryModel {
  readonly long: LongSize;
  readonly pointer: 4 | 8;
}

/** A number of the library's own size, or where something is in its memory. */
export type Member = { readonly number: number } | { readonly address: bigint } | { readonly bytes: Uint8Array };

export const align = (at: number, size: number): number => Math.ceil(at / size) * size;

/** One C structure: numbers, pointers and arrays of bytes in their places, with the padding that a compiler puts between. */
export function structure(members: readonly Member[], { long, pointer }: MemoryModel): Uint8Array {
  const room = new Uint8Array(members.reduce((sum, member) => sum + ('bytes' in member ? member.bytes.length : 8), 8));
  const view = viewOf(room);
  let at = 0;
  for (const member of members) {
    if ('bytes' in member) {
      room.set(member.bytes, at);
      at += member.bytes.length;
    } else if ('number' in member) {
      at = align(at, long);
      putLong(view, at, member.number, long);
      at += long;
    } else {
      at = align(at, pointer);
      if (pointer === 8) view.setBigUint64(at, member.address, true);
      else view.setUint32(at, Number(BigInt.asUintN(32, member.address)), true);
      at += pointer;
    }
  }
  const widest = members.some((member) => 'address' in member) ? Math.max(long, pointer) : long;
  return room.slice(0, align(at, widest));
}

/** An array of numbers, such as pins or channels. */
export const numbers = (values: readonly number[], model: MemoryModel): Uint8Array =>
  structure(
    values.map((number) => ({ number })),
    model,
  );
