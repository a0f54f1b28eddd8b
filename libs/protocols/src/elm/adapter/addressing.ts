import type { CanFrame } from '../../can/index.js';
import type { AdapterState, Filter, Settings } from './state.js';

const EXTENDED_PROTOCOLS: ReadonlySet<string> = new Set(['7', '9']);
/** Physical answers of OBD: 7E8 to 7EF, and 18DAF1xx. (ISO 15765-4 6.3.2) */
const OBD_FILTER: { readonly base: Filter; readonly extended: Filter } = {
  base: { code: 0x7e8, mask: 0x7f8 },
  extended: { code: 0x18daf100, mask: 0x1fffff00 },
};
const BASE_ANSWER_OFFSET = 8;
const PRIORITY_SHIFT = 24;

export const isExtended = ({ protocol }: Settings): boolean => EXTENDED_PROTOCOLS.has(protocol);

export const requestId = (settings: Settings): number =>
  isExtended(settings) ? settings.priority * 2 ** PRIORITY_SHIFT + settings.header : settings.header & 0x7ff;

export function passes(settings: Settings, { id, extended }: CanFrame): boolean {
  if (extended !== isExtended(settings)) return false;
  const { code, mask } = settings.filter ?? OBD_FILTER[extended ? 'extended' : 'base'];
  return ((id ^ code) & mask) === 0;
}

/** The first frame's sender is answered under the identifier that belongs to it, or under the one that was set. (ELM327: FC SM) */
export function flowControlFor({ settings }: AdapterState, { id, extended }: CanFrame): CanFrame | undefined {
  const { flowControlMode: mode, flowControlId, flowControlData, formatting } = settings;
  const own = mode === '1' ? flowControlId : answerTo(id, extended);
  const chosen = mode === '0' ? undefined : flowControlData;
  if (own === undefined || (mode !== '0' && chosen === undefined)) return undefined;
  const data = chosen ?? Uint8Array.of(0x30, 0x00, 0x00);
  return { id: own, extended, data: formatting === 'on' ? padded(data) : data };
}

/** 18 DA F1 10 is answered to 18 DA 10 F1, 7E8 to 7E0. */
const answerTo = (id: number, extended: boolean): number =>
  extended ? (id & 0x1fff0000) | ((id & 0xff) << 8) | ((id >> 8) & 0xff) : id - BASE_ANSWER_OFFSET;

/** Frames of OBD have eight bytes; the ELM327 fills with zeros. (ISO 15765-4 7.4, ELM327: CAF1) */
export function padded(data: Uint8Array): Uint8Array {
  const whole = new Uint8Array(8);
  whole.set(data);
  return whole;
}
