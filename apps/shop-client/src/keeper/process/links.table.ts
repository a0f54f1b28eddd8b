import { err, type Result } from '@baylink/kernel';
import type { LinkKind, LinkPlace } from '../../link/link-kind.js';

/** Each kind's module is loaded only in a keeper that needs it: a keeper starts fast and stays small. */
const KEPT_LINKS: ReadonlyMap<string, () => Promise<LinkKind>> = new Map([
  ['slcan', async () => (await import('../../link/kinds/slcan.js')).slcanKind],
  ['socketcan', async () => (await import('../../link/kinds/socketcan.js')).socketCanKind],
  ['elm', async () => (await import('../../link/kinds/elm.js')).elmKind],
  ['doip', async () => (await import('../../link/kinds/doip.js')).doipKind],
  ['doips', async () => (await import('../../link/kinds/doip.js')).doipTlsKind],
  ['kline', async () => (await import('../../link/kinds/k-line.js')).kLineKind],
  ['j2534', async () => (await import('../../link/kinds/j2534.js')).j2534Kind],
]);

const kindOf = (text: string): string => text.slice(0, text.indexOf(':'));

/** False for a car inside the shop client's own process, which ends with it. */
export const canBeKept = (text: string): boolean => KEPT_LINKS.has(kindOf(text));

/** The link of `--link`, not opened yet. */
export async function keptLink(text: string): Promise<Result<LinkPlace, string>> {
  const load = KEPT_LINKS.get(kindOf(text));
  return load === undefined
    ? err(`--link ${text} is not kept.`)
    : (await load()).parse(text.slice(kindOf(text).length + 1));
}
