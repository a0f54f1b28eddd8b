/** Why a broker did not come up: one plain sentence for the person who typed the command. */
export class BrokerCannotStart extends Error {
  override readonly name = 'BrokerCannotStart';
}

/** The system's code of a failed call (`EADDRINUSE`, `SQLITE_NOTADB`), or an empty text. */
export const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
