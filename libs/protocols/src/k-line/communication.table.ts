/** Services of the data link itself. (ISO 14230-2 5) */
export const COMMUNICATION = {
  start: 0x81,
  stop: 0x82,
  accessTiming: 0x83,
} as const;

export const POSITIVE = 0x40;
export const NEGATIVE = 0x7f;
export const RESPONSE_PENDING = 0x78;

/** timingParameterIdentifier of AccessTimingParameters. (ISO 14230-2 5.4.1) */
export const TIMING_PARAMETERS = { readLimits: 0x00, setDefault: 0x01, readCurrent: 0x02, setGiven: 0x03 } as const;

/** Addresses that OBD testers use. (ISO 14230-4 5; ISO 9141-2 7.3) */
export const OBD_ADDRESS = 0x33;
export const TESTER_ADDRESS = 0xf1;

/** Header of ISO 9141-2, format byte and target; the third byte is the sender. (ISO 9141-2 8.2) */
export const CARB_REQUEST = { format: 0x68, target: 0x6a } as const;
export const CARB_RESPONSE = { format: 0x48, target: 0x6b } as const;
