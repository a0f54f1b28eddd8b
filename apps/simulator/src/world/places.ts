/** Where the shop keeps what, on the disk of a run. */
export const PLACES = {
  data: '/shop',
  journal: '/shop/journal',
  staging: '/shop/staging',
  backups: '/shop/backups',
  ledgers: '/shop/ledgers',
} as const;
