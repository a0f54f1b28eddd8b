import type { CanFrame } from '../can/index.js';

/** What the first letter of a frame line tells. */
export interface FrameLetter {
  readonly extended: boolean;
  readonly remote: boolean;
  readonly fd: CanFrame['fd'];
}

const FLAT = { bitRateSwitch: false } as const;
const SWITCHING = { bitRateSwitch: true } as const;

/** `t`, `T`, `r` and `R` are LAWICEL's; the FD letters are those of the CANable 2 firmware and of what follows it. */
export const FRAME_LETTERS: ReadonlyMap<string, FrameLetter> = new Map([
  ['t', { extended: false, remote: false, fd: undefined }],
  ['T', { extended: true, remote: false, fd: undefined }],
  ['r', { extended: false, remote: true, fd: undefined }],
  ['R', { extended: true, remote: true, fd: undefined }],
  ['d', { extended: false, remote: false, fd: FLAT }],
  ['D', { extended: true, remote: false, fd: FLAT }],
  ['b', { extended: false, remote: false, fd: SWITCHING }],
  ['B', { extended: true, remote: false, fd: SWITCHING }],
]);

/** The letter of a data frame. */
export function letterOf({ extended, fd }: CanFrame): string {
  const letter = fd === undefined ? 't' : fd.bitRateSwitch ? 'b' : 'd';
  return extended ? letter.toUpperCase() : letter;
}
