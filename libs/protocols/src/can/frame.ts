/** One classic CAN data frame (ISO 11898-1): 11- or 29-bit identifier and 0 to 8 data bytes. */
export interface CanFrame {
  readonly id: number;
  readonly extended: boolean;
  readonly data: Uint8Array;
}
