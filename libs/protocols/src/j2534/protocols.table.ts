/** ProtocolID of what PassThruConnect opens. (SAE J2534-1 8.2) */
export const PROTOCOL_ID = {
  J1850VPW: 1,
  J1850PWM: 2,
  ISO9141: 3,
  ISO14230: 4,
  CAN: 5,
  ISO15765: 6,
  SCI_A_ENGINE: 7,
  SCI_A_TRANS: 8,
  SCI_B_ENGINE: 9,
  SCI_B_TRANS: 10,
  /** A logical channel over one of CAN; 05.00 has it in place of ISO15765. (05.00 7.3.7) */
  ISO15765_LOGICAL: 0x200,
} as const;

export type ProtocolName = keyof typeof PROTOCOL_ID;
