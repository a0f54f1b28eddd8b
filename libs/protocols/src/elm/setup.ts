import { hex, uintBytes } from '@baylink/kernel';
import type { IdWidth } from './frame-line.js';

/** `must`: without it the link cannot work. `may`: an older adapter or a clone does without. */
export interface SetupCommand {
  readonly text: string;
  readonly need: 'must' | 'may';
}

const must = (text: string): SetupCommand => ({ text, need: 'must' });
const may = (text: string): SetupCommand => ({ text, need: 'may' });

/** Protocol numbers of ISO 15765-4. (ELM327: SP) */
export const CAN_PROTOCOLS: { readonly [width in IdWidth]: { readonly [bitRate: number]: string } } = {
  base: { 500000: '6', 250000: '8' },
  extended: { 500000: '7', 250000: '9' },
};

/** After ATZ: echo and line feeds off, packed lines with headers, this protocol, and the longest waiting: the tester decides when to stop. */
export const basicSetup = (protocol: string): readonly SetupCommand[] => [
  must('ATE0'),
  must('ATL0'),
  may('ATS0'),
  must('ATH1'),
  may('ATM0'),
  must(`ATSP${protocol}`),
  must('ATCAF1'),
  may('ATAL'),
  may('ATAT0'),
  must('ATSTFF'),
];

/** From one identifier width to the other; nothing else is set anew, and nothing is stored. (ELM327: TP) */
export const protocolSetup = (protocol: string): SetupCommand => must(`ATTP${protocol}`);

/** Milliseconds: above P2* with its margin, so that the tester's own clock decides. (STN1100: STPTO) */
export const STN_TIMEOUT = 6000;

/** An STN cuts long messages by itself and waits as long as a unit may ask for patience. */
export const STN_SETUP: readonly SetupCommand[] = [must(`STPTO${STN_TIMEOUT}`), must('STCSEGT1')];

/** An identifier in the form of ATSH and ATCRA. */
export const idText = (id: number, width: IdWidth): string =>
  (width === 'base' ? hex(uintBytes(id, 2)).slice(1) : hex(uintBytes(id, 4))).toUpperCase();

/** The identifier that requests are sent with; the top five bits of a long one are set apart. (ELM327: SH, CP) */
const header = (id: number, width: IdWidth): readonly SetupCommand[] =>
  width === 'base'
    ? [must(`ATSH${idText(id, width)}`)]
    : [must(`ATCP${hex(uintBytes(id >>> 24, 1)).toUpperCase()}`), must(`ATSH${idText(id, width).slice(2)}`)];

export interface Pair {
  readonly request: number;
  readonly response: number;
}

/** ClearToSend, everything in one go. (ISO 15765-2 9.6.5) */
const CLEAR_TO_SEND = '300000';

/** One unit: its identifiers, and flow controls to it of the link's own making. */
export const unitSetup = (
  { request, response }: Pair,
  width: IdWidth,
  ownFlowControl: boolean,
): readonly SetupCommand[] => [
  ...header(request, width),
  must(`ATCRA${idText(response, width)}`),
  ...(ownFlowControl ? [must(`ATFCSH${idText(request, width)}`), must(`ATFCSD${CLEAR_TO_SEND}`), must('ATFCSM1')] : []),
];

/** Every unit: the functional identifier, the filter that OBD has, flow controls to whoever begins a long answer. */
export const functionalSetup = (id: number, width: IdWidth, ownFlowControl: boolean): readonly SetupCommand[] => [
  ...header(id, width),
  ...(ownFlowControl ? [must('ATFCSM0')] : []),
  must('ATAR'),
];
