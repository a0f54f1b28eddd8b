import { resolve } from 'node:path';
import type { LinkPlace } from '../link/link-kind.js';
import type { ShopOptions } from '../shop-options.js';
import { KeptLink, type KeptLinkOptions } from './kept-link.js';
import { canBeKept } from './process/links.table.js';

type Where = Pick<ShopOptions, 'link' | 'data' | 'tap'>;

/** The same link, but in a keeper's process, where it is of a kind that can be held there. Its tap is the keeper's. */
export const keptInstead = (here: LinkPlace, { link, data, tap }: Where, hear: KeptLinkOptions['hear']): LinkPlace =>
  canBeKept(link)
    ? {
        place: here.place,
        make: ({ units, clock }) =>
          new KeptLink({
            car: { link, folder: process.cwd(), units },
            data: resolve(data),
            tap: tap === undefined ? undefined : resolve(tap),
            clock,
            hear,
          }),
      }
    : here;
