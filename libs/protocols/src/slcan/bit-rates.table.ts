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

/** The `Y` commands of adapters for CAN FD, in bit/s: every one takes 2 and 5 Mbit/s, the others not all of them. */
export const DATA_BIT_RATES: { readonly [code: string]: number } = {
  '0': 500_000,
  '1': 1_000_000,
  '2': 2_000_000,
  '4': 4_000_000,
  '5': 5_000_000,
  '8': 8_000_000,
};

const codeIn = (table: { readonly [code: string]: number }, bitRate: number): string | undefined =>
  Object.keys(table).find((code) => table[code] === bitRate);

/** The digit that asks for this bit rate, `undefined` when no `S` command does. */
export const bitRateCode = (bitRate: number): string | undefined => codeIn(BIT_RATES, bitRate);

/** The digit that asks for this bit rate in the data phase, `undefined` when no `Y` command does. */
export const dataBitRateCode = (bitRate: number): string | undefined => codeIn(DATA_BIT_RATES, bitRate);
