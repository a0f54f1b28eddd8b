import type { CanFrame } from '@baylink/protocols/can';

const EXTENSION_BITS = 18;

/**
 * True when `a` wins the bus from `b`: the lower base identifier, then the base format over the extended one (its IDE
 * bit is dominant), then the lower extension. (ISO 11898-1, arbitration)
 */
export function outranks(a: CanFrame, b: CanFrame): boolean {
  const [baseA, ideA, restA] = arbitrationField(a);
  const [baseB, ideB, restB] = arbitrationField(b);
  if (baseA !== baseB) return baseA < baseB;
  if (ideA !== ideB) return ideA < ideB;
  return restA < restB;
}

const arbitrationField = ({ id, extended }: CanFrame): readonly [number, number, number] =>
  extended ? [id >>> EXTENSION_BITS, 1, id & ((1 << EXTENSION_BITS) - 1)] : [id, 0, 0];
