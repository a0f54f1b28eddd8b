/** What a caught value says: anything can be thrown, and only an `Error` has a message. */
export const errorText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
