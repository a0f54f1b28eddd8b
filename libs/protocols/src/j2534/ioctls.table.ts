/** IoctlID of PassThruIoctl. In 05.00, 3 is READ_PIN_VOLTAGE and 7 and 8 speak of queues; the numbers are the same. (8.4) */
export const IOCTL_ID = {
  GET_CONFIG: 1,
  SET_CONFIG: 2,
  READ_VBATT: 3,
  FIVE_BAUD_INIT: 4,
  FAST_INIT: 5,
  CLEAR_TX_BUFFER: 7,
  CLEAR_RX_BUFFER: 8,
  CLEAR_PERIODIC_MSGS: 9,
  CLEAR_MSG_FILTERS: 10,
  CLEAR_FUNCT_MSG_LOOKUP_TABLE: 11,
  ADD_TO_FUNCT_MSG_LOOKUP_TABLE: 12,
  DELETE_FROM_FUNCT_MSG_LOOKUP_TABLE: 13,
  READ_PROG_VOLTAGE: 14,
} as const;

/** Parameters of GET_CONFIG and SET_CONFIG. Times of K-Line are in units of 0.5 ms where the standard says so. (7.3.2) */
export const CONFIG_PARAMETER = {
  DATA_RATE: 1,
  LOOPBACK: 3,
  NODE_ADDRESS: 4,
  NETWORK_LINE: 5,
  P1_MAX: 7,
  P3_MIN: 10,
  P4_MIN: 12,
  W1: 14,
  W2: 15,
  W3: 16,
  W4: 17,
  W5: 18,
  TIDLE: 19,
  TINIL: 20,
  TWUP: 21,
  PARITY: 22,
  BIT_SAMPLE_POINT: 23,
  SYNC_JUMP_WIDTH: 24,
  W0: 25,
  T1_MAX: 26,
  T2_MAX: 27,
  T4_MAX: 28,
  T5_MAX: 29,
  ISO15765_BS: 30,
  ISO15765_STMIN: 31,
  DATA_BITS: 32,
  FIVE_BAUD_MOD: 33,
  BS_TX: 34,
  STMIN_TX: 35,
  T3_MAX: 36,
  ISO15765_WFT_MAX: 37,
} as const;

export interface ConfigValue {
  readonly parameter: number;
  readonly value: number;
}

/** No echo of what is sent; flow controls of this side ask for everything at once. */
export const ISO15765_CONFIG: readonly ConfigValue[] = [
  { parameter: CONFIG_PARAMETER.LOOPBACK, value: 0 },
  { parameter: CONFIG_PARAMETER.ISO15765_BS, value: 0 },
  { parameter: CONFIG_PARAMETER.ISO15765_STMIN, value: 0 },
];

/** In 05.00 these belong to a logical channel, and nothing is echoed unless it is asked for. (05.00 7.3.17) */
export const LOGICAL_PARAMETERS: ReadonlySet<number> = new Set([
  CONFIG_PARAMETER.ISO15765_BS,
  CONFIG_PARAMETER.ISO15765_STMIN,
]);

export const CAN_CONFIG: readonly ConfigValue[] = [{ parameter: CONFIG_PARAMETER.LOOPBACK, value: 0 }];
