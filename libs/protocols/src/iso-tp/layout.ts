import { fdLengthFor, MAX_CAN_DL } from '../can/index.js';

/** CAN_DL of a sender's full frames: 8 on classic CAN, more in the FD format alone. (ISO 15765-2 9.5) */
export type TxDl = 8 | 12 | 16 | 20 | 24 | 32 | 48 | 64;

/** A byte that fills a short frame up to eight, or `undefined` for frames as short as their content. */
export type Padding = number | undefined;

/** The first byte of every frame in extended (N_TA) and mixed (N_AE) addressing. (ISO 15765-2 10.3) */
export interface AddressBytes {
  readonly sent: number;
  /** A frame that does not begin with it is for somebody else. */
  readonly received: number;
}

/** How own frames are laid out. */
export interface FrameLayout {
  readonly txDl: TxDl;
  readonly padding: Padding;
  /** `undefined` where the identifiers alone are the address. */
  readonly addressBytes: AddressBytes | undefined;
}

/** What fills a frame of more than eight bytes up to the next DLC when no padding is asked for. (ISO 15765-2 10.4.2) */
const FD_FILLER = 0xcc;

/** Bytes before the PCI. */
export const addressLength = ({ addressBytes }: Pick<FrameLayout, 'addressBytes'>): 0 | 1 =>
  addressBytes === undefined ? 0 : 1;

/**
 * The longest message that fits a single frame of `canDl` bytes, `before` of them ahead of the PCI. A frame of more
 * than eight bytes needs a second byte of PCI for the length. (ISO 15765-2 9.6.2)
 */
export const longestSingle = (canDl: number, before: number): number => canDl - before - (canDl > MAX_CAN_DL ? 2 : 1);

/** The longest message that goes as a single frame in this layout. */
export const maxSingle = (layout: FrameLayout): number => longestSingle(layout.txDl, addressLength(layout));

/** Bytes of a message that one full consecutive frame carries. (ISO 15765-2 9.6.4) */
export const consecutiveBytes = (layout: FrameLayout): number => layout.txDl - addressLength(layout) - 1;

/** CAN_DL of a frame with `used` bytes of content. */
export function frameLength(used: number, padding: Padding): number {
  if (used > MAX_CAN_DL) return fdLengthFor(used) ?? used;
  return padding === undefined ? used : MAX_CAN_DL;
}

/** An empty frame for `used` bytes of content, address byte and filling in place. */
export function blankFrame(used: number, { padding, addressBytes }: FrameLayout): Uint8Array {
  const length = frameLength(used, padding);
  const frame = new Uint8Array(length);
  if (length > used) frame.fill(padding ?? FD_FILLER, used);
  if (addressBytes !== undefined) frame[0] = addressBytes.sent;
  return frame;
}
