import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import type { InternalValue } from './coded-type.js';

/** Makes the physical value; `undefined` when the method has none for it, or is of a category that is not read. */
export function toPhysical(method: XmlElement | undefined, value: InternalValue): InternalValue | undefined {
  const category = childText(method, 'CATEGORY') ?? 'IDENTICAL';
  const scales = childrenNamed(descend(method, 'COMPU-INTERNAL-TO-PHYS', 'COMPU-SCALES'), 'COMPU-SCALE');
  switch (category) {
    case 'IDENTICAL':
      return value;
    case 'LINEAR':
    case 'SCALE-LINEAR':
      return typeof value === 'number' ? linear(scales, value) : undefined;
    case 'TEXTTABLE':
      return text(scales, value) ?? textDefault(method);
    case 'TAB-INTP':
      return typeof value === 'number' ? interpolated(scales, value) : undefined;
    default:
      return undefined;
  }
}

/** (V0 + V1 * x) / D of the first scale that holds x. (ISO 22901-1, COMPU-RATIONAL-COEFFS) */
function linear(scales: readonly XmlElement[], value: number): number | undefined {
  const scale = scales.find((entry) => holds(entry, value));
  const coefficients = descend(scale, 'COMPU-RATIONAL-COEFFS');
  if (coefficients === undefined) return undefined;
  const [offset = 0, factor = 0] = numbers(descend(coefficients, 'COMPU-NUMERATOR'));
  const [divisor = 1] = numbers(descend(coefficients, 'COMPU-DENOMINATOR'));
  return divisor === 0 ? undefined : (offset + factor * value) / divisor;
}

function text(scales: readonly XmlElement[], value: InternalValue): string | undefined {
  return childText(
    descend(
      scales.find((entry) => holds(entry, value)),
      'COMPU-CONST',
    ),
    'VT',
  );
}

const textDefault = (method: XmlElement | undefined) =>
  childText(descend(method, 'COMPU-INTERNAL-TO-PHYS', 'COMPU-DEFAULT-VALUE'), 'VT');

/** Straight lines between points; outside the first and the last there is no value. */
function interpolated(scales: readonly XmlElement[], value: number): number | undefined {
  const points = scales
    .map((scale) => ({
      x: Number(childText(scale, 'LOWER-LIMIT')),
      y: Number(childText(descend(scale, 'COMPU-CONST'), 'V')),
    }))
    .sort((a, b) => a.x - b.x);
  const at = points.findIndex(({ x }) => x >= value);
  const [right, left] = [points[at], points[Math.max(0, at - 1)]];
  if (right === undefined || left === undefined) return undefined;
  if (right.x === value) return right.y;
  return left.x < value ? left.y + ((right.y - left.y) * (value - left.x)) / (right.x - left.x) : undefined;
}

/** Limits are inside unless INTERVAL-TYPE says OPEN; one that is missing or INFINITE does not limit. */
export function holds(scale: XmlElement, value: InternalValue): boolean {
  const lower = descend(scale, 'LOWER-LIMIT');
  const upper = descend(scale, 'UPPER-LIMIT');
  if (typeof value === 'string') return lower?.text === value;
  return beyond(lower, value, 1) && beyond(upper ?? (lower && onlyLower(scale) ? lower : undefined), value, -1);
}

/** A scale with a lower limit and a constant, and nothing else, is that one value. */
const onlyLower = (scale: XmlElement) => descend(scale, 'COMPU-CONST') !== undefined;

function beyond(limit: XmlElement | undefined, value: number, sign: 1 | -1): boolean {
  const type = limit?.attributes.get('INTERVAL-TYPE') ?? 'CLOSED';
  if (limit === undefined || type === 'INFINITE' || limit.text === '') return true;
  const distance = sign * (value - Number(limit.text));
  return type === 'OPEN' ? distance > 0 : distance >= 0;
}

const numbers = (list: XmlElement | undefined) => childrenNamed(list, 'V').map(({ text: digits }) => Number(digits));
