import { hex } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { LinkRecord } from './recording.js';

/** The bit rate switch of can-utils' flags digit. */
const BRS = 1;

/** Frames of a recording in the log format of can-utils' `candump -l`, which canplayer and Wireshark read. Other records are left out. */
export const candumpText = (records: readonly LinkRecord[], channel: string): string =>
  records
    .flatMap((record) =>
      record.layer === 'can' ? [`(${seconds(record.at)}) ${channel} ${frameText(record.frame)}\n`] : [],
    )
    .join('');

/** Monotonic, in seconds with six digits. */
const seconds = (at: number): string => (at / 1000).toFixed(6).padStart(17, '0');

function frameText({ id, extended, data, fd }: CanFrame): string {
  const name = id
    .toString(16)
    .toUpperCase()
    .padStart(extended ? 8 : 3, '0');
  const mark = fd === undefined ? '#' : `##${fd.bitRateSwitch ? BRS : 0}`;
  return `${name}${mark}${hex(data).toUpperCase()}`;
}
