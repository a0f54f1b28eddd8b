/** diagnosticSessionType of ISO 14229-1. */
export const SESSION = { default: 0x01, programming: 0x02, extended: 0x03 } as const;
