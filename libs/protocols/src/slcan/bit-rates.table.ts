/** The `S` commands, in bit/s. */
export const BIT_RATES: { readonly [code: string]: number } = {
  '0': 10_000,
  '1': 20_000,
  '2': 50_000,
  '3': 100_000,
  '4': 125_000,
  '5': 250_000,
  '6': 500_000,
  '7': 800_000,
  '8': 1_000_000,
};

/** The digit that asks for this bit rate, `undefined` when no `S` command does. */
export const bitRateCode = (bitRate: number): string | undefined =>
  Object.keys(BIT_RATES).find((code) => BIT_RATES[code] === bitRate);
