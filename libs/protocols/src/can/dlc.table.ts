/** Data bytes by DLC in the FD format; a classic frame uses the first nine. (ISO 11898-1, DLC) */
export const DATA_LENGTHS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64] as const;

/** CAN_DL of the longest frame in the FD format. */
export const MAX_FD_DL = 64;

const DLC_BY_LENGTH: ReadonlyMap<number, number> = new Map(DATA_LENGTHS.map((length, dlc) => [length, dlc]));
/** By a number of bytes: the shortest frame that holds them. */
const SHORTEST = Array.from({ length: MAX_FD_DL + 1 }, (_, bytes) => DATA_LENGTHS.find((length) => length >= bytes));

/** The DLC of a frame with exactly this many bytes; `undefined` when no frame has. */
export const dlcOf = (length: number): number | undefined => DLC_BY_LENGTH.get(length);

/** The data bytes that a DLC of 0 to 15 stands for in the FD format. */
export const lengthOfDlc = (dlc: number): number | undefined => DATA_LENGTHS[dlc];

/** The data bytes of the shortest FD frame that holds `bytes` (0 to 64); `undefined` when none does. */
export const fdLengthFor = (bytes: number): number | undefined => SHORTEST[bytes];
