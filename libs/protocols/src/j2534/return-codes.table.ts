import { showHex } from '@baylink/kernel';

/** Return values of the PassThru functions, 04.04 first; 05.00 renames some without changing what they mean. (8.6) */
export const RETURN_CODE = {
  STATUS_NOERROR: 0x00,
  ERR_NOT_SUPPORTED: 0x01,
  ERR_INVALID_CHANNEL_ID: 0x02,
  ERR_INVALID_PROTOCOL_ID: 0x03,
  ERR_NULL_PARAMETER: 0x04,
  ERR_INVALID_IOCTL_VALUE: 0x05,
  ERR_INVALID_FLAGS: 0x06,
  ERR_FAILED: 0x07,
  ERR_DEVICE_NOT_CONNECTED: 0x08,
  ERR_TIMEOUT: 0x09,
  ERR_INVALID_MSG: 0x0a,
  ERR_INVALID_TIME_INTERVAL: 0x0b,
  ERR_EXCEEDED_LIMIT: 0x0c,
  ERR_INVALID_MSG_ID: 0x0d,
  ERR_DEVICE_IN_USE: 0x0e,
  ERR_INVALID_IOCTL_ID: 0x0f,
  ERR_BUFFER_EMPTY: 0x10,
  ERR_BUFFER_FULL: 0x11,
  ERR_BUFFER_OVERFLOW: 0x12,
  ERR_PIN_INVALID: 0x13,
  ERR_CHANNEL_IN_USE: 0x14,
  ERR_MSG_PROTOCOL_ID: 0x15,
  ERR_INVALID_FILTER_ID: 0x16,
  ERR_NO_FLOW_CONTROL: 0x17,
  ERR_NOT_UNIQUE: 0x18,
  ERR_INVALID_BAUDRATE: 0x19,
  ERR_INVALID_DEVICE_ID: 0x1a,
  ERR_DEVICE_NOT_OPEN: 0x1b,
  ERR_NULL_REQUIRED: 0x1c,
  ERR_FILTER_TYPE_NOT_SUPPORTED: 0x1d,
  ERR_IOCTL_PARAM_ID_NOT_SUPPORTED: 0x1e,
  ERR_VOLTAGE_IN_USE: 0x1f,
  ERR_PIN_IN_USE: 0x20,
  ERR_INIT_FAILED: 0x21,
  ERR_OPEN_FAILED: 0x22,
  ERR_BUFFER_TOO_SMALL: 0x23,
  ERR_LOG_CHAN_NOT_ALLOWED: 0x24,
  ERR_SELECT_TYPE_NOT_SUPPORTED: 0x25,
  ERR_CONCURRENT_API_CALL: 0x26,
} as const;

export type ReturnCodeName = keyof typeof RETURN_CODE;

const NAMES: ReadonlyMap<number, string> = new Map(Object.entries(RETURN_CODE).map(([name, code]) => [code, name]));

/** "ERR_TIMEOUT", or "return code 0x57" for one that no version lists. */
export const returnCodeName = (code: number): string => NAMES.get(code) ?? `return code ${showHex(code)}`;
