import type { Dialect, DialectName } from './dialect.js';
import { KORAD } from './korad.js';
import { SCPI } from './scpi.js';

/** Every way of speaking to a bench supply that is known here. */
export const DIALECTS: { readonly [name in DialectName]: Dialect } = { scpi: SCPI, korad: KORAD };
