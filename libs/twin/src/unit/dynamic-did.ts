import { concat, err, ok, type Result } from '@baylink/kernel';
import { type DynamicDefinition, NRC, type Nrc } from '@baylink/protocols/uds';
import { readFlash } from '../memory/flash.js';
import { type DidContext, readDid } from './dids.js';

/** Definitions that a tester has made, by DID; they are gone with the next start. */
export type DynamicDids = ReadonlyMap<number, DynamicDid>;
export type DynamicDid = Exclude<DynamicDefinition, { kind: 'clearDynamicallyDefinedDataIdentifier' }>;

/** DIDs 0xF200 to 0xF3FF are for definitions; those below 0xF300 can be sent periodically. (ISO 14229-1 annex C.1) */
const FIRST = 0xf200;
const LAST = 0xf3ff;
const MAX_DEFINITIONS = 16;
const MAX_BYTES = 255;

const definable = (did: number): boolean => did >= FIRST && did <= LAST;

/** Takes a definition, or says why not: everything that it names must be readable now. */
export function define(
  known: DynamicDids,
  definition: DynamicDefinition,
  context: DidContext,
): Result<DynamicDids, Nrc> {
  const { did } = definition;
  if (definition.kind === 'clearDynamicallyDefinedDataIdentifier') {
    if (did === undefined) return ok(new Map());
    return known.has(did) ? ok(new Map([...known].filter(([key]) => key !== did))) : err(NRC.requestOutOfRange);
  }
  const full = known.size >= MAX_DEFINITIONS && !known.has(definition.did);
  if (!definable(definition.did) || full) return err(NRC.requestOutOfRange);
  const added = merged(known.get(definition.did), definition);
  if (added === undefined) return err(NRC.requestOutOfRange);
  const value = valueOfDynamic(added, context);
  return value.ok && value.value.length <= MAX_BYTES
    ? ok(new Map(known).set(definition.did, added))
    : err(NRC.requestOutOfRange);
}

/** A second definition of the same DID goes on where the first ends; the two kinds are not mixed here. */
function merged(before: DynamicDid | undefined, next: DynamicDid): DynamicDid | undefined {
  if (before === undefined) return next;
  if (before.kind === 'defineByIdentifier' && next.kind === 'defineByIdentifier')
    return { ...next, sources: [...before.sources, ...next.sources] };
  if (before.kind === 'defineByMemoryAddress' && next.kind === 'defineByMemoryAddress')
    return { ...next, ranges: [...before.ranges, ...next.ranges] };
  return undefined;
}

/** The bytes of a definition as they are now. A dynamic DID is no source of another. */
export function valueOfDynamic(dynamic: DynamicDid, context: DidContext): Result<Uint8Array, Nrc> {
  const parts: Uint8Array[] = [];
  if (dynamic.kind === 'defineByIdentifier') {
    for (const { did, position, size } of dynamic.sources) {
      const source = definable(did) ? undefined : readDid(did, context);
      const end = position - 1 + size;
      if (!source?.ok || position < 1 || size < 1 || end > source.value.length) return err(NRC.requestOutOfRange);
      parts.push(source.value.slice(position - 1, end));
    }
    return ok(concat(...parts));
  }
  for (const { address, size } of dynamic.ranges) {
    const { software } = context.memory;
    const bytes = software === undefined ? undefined : readFlash(software.flash, { start: address, size });
    if (!bytes?.ok) return err(NRC.requestOutOfRange);
    parts.push(bytes.value);
  }
  return ok(concat(...parts));
}
