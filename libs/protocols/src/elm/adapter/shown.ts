import { hex } from '@baylink/kernel';
import type { CanFrame } from '../../can/index.js';
import { decodePdu } from '../../iso-tp/index.js';
import { frameLine } from '../frame-line.js';
import type { Settings } from './state.js';

const spaced = (data: Uint8Array, gap: string): string => (hex(data).match(/../g) ?? []).join(gap).toUpperCase();

/** A frame from the bus as the lines that the host gets; none for one that formatting keeps back. (ELM327: CAF, H) */
export function shown({ headers, spaces, formatting }: Settings, frame: CanFrame): readonly string[] {
  const gap = spaces === 'on' ? ' ' : '';
  const pdu = formatting === 'on' ? decodePdu(frame.data) : undefined;
  if (pdu?.kind === 'ignored' || pdu?.kind === 'flow-control') return [];
  if (headers === 'on') return [frameLine(frame, gap)];
  switch (pdu?.kind) {
    case undefined:
      return [spaced(frame.data, gap)];
    case 'single':
      return [spaced(pdu.data, gap)];
    case 'first':
      return [pdu.length.toString(16).padStart(3, '0').toUpperCase(), `0:${gap}${spaced(pdu.data, gap)}`];
    case 'consecutive':
      return [`${pdu.sequence.toString(16).toUpperCase()}:${gap}${spaced(pdu.data, gap)}`];
  }
}
