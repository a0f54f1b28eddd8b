import type { InternalValue } from '../values/coded-type.js';

/** A parameter as people read it. Text comes from a file and from a unit: show it as text, never as markup. */
export interface DecodedParam {
  /** SHORT-NAME. */
  readonly name: string;
  readonly title: string;
  readonly value:
    | { readonly kind: 'value'; readonly physical: InternalValue; readonly unit?: string }
    | { readonly kind: 'group'; readonly params: readonly DecodedParam[] }
    /** Bytes that the description does not explain, or in a way that is not read here. */
    | { readonly kind: 'unexplained'; readonly hex: string; readonly why: string };
}

/** A message that a service of the layer describes. */
export interface DecodedMessage {
  readonly service: string;
  readonly title: string;
  readonly role: 'request' | 'positive response' | 'negative response';
  readonly params: readonly DecodedParam[];
}
