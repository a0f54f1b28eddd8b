import { fromHex, hex, millis, uintBytes } from '@baylink/kernel';
import { includes, type MadeVersion } from '../versions.table.js';
import type { Personality } from './personalities.table.js';
import { type Activity, DEFAULTS, type Settings, TIMEOUT_STEP } from './state.js';

export interface Answer {
  readonly change?: Partial<Settings>;
  /** Lines before the prompt; none while something has begun. */
  readonly lines: readonly string[];
  /** Begun instead of a prompt. */
  readonly begin?: Activity;
}

interface Row {
  readonly pattern: RegExp;
  readonly since: MadeVersion | 'stn';
  readonly answer: (argument: string, settings: Settings, who: Personality) => Answer;
}

const OK: readonly string[] = ['OK'];
const set = (change: Partial<Settings>): Answer => ({ change, lines: OK });
const says = (...lines: string[]): Answer => ({ lines });
const number = (digits: string): number => Number.parseInt(digits, 16);
const toggle =
  (
    name: 'echo' | 'linefeeds' | 'spaces' | 'headers' | 'formatting' | 'flowControl' | 'responses' | 'segmentTransmit',
  ) =>
  (digit: string): Answer =>
    set({ [name]: digit === '1' ? 'on' : 'off' });

const PROTOCOL_NAMES: { readonly [digit: string]: string } = {
  '6': 'ISO 15765-4 (CAN 11/500)',
  '7': 'ISO 15765-4 (CAN 29/500)',
  '8': 'ISO 15765-4 (CAN 11/250)',
  '9': 'ISO 15765-4 (CAN 29/250)',
};

/** Chosen for good, or with a search when it does not answer: then `A` stands before it. */
function choose(text: string): Answer {
  const protocol = text.at(-1) ?? '0';
  return set({ protocol, search: text.length > 1 || protocol === '0' ? 'on' : 'off' });
}

const MASKS = { base: 0x7ff, extended: 0x1fffffff } as const;
/** `X` stands for any digit. */
function receiveAddress(text: string): Answer {
  if (text === '') return set({ filter: undefined });
  const all = text.length > 3 ? MASKS.extended : MASKS.base;
  const code = number(text.replaceAll('X', '0'));
  const mask = number(text.replace(/[^X]/g, 'F').replaceAll('X', '0')) & all;
  return set({ filter: { code, mask } });
}

const describe = ({ protocol, search }: Settings): string =>
  `${search === 'on' ? 'AUTO, ' : ''}${PROTOCOL_NAMES[protocol] ?? 'AUTO'}`;

/** What follows the letters, spaces taken out. The order counts: the first that fits answers. */
const ROWS: readonly Row[] = [
  { pattern: /^AT(?:Z|WS)$/, since: '1.0', answer: (_, __, who) => ({ change: DEFAULTS, lines: ['', '', who.name] }) },
  { pattern: /^ATD$/, since: '1.0', answer: (_, { echo }) => set({ ...DEFAULTS, echo }) },
  { pattern: /^ATI$/, since: '1.0', answer: (_, __, { name }) => says(name) },
  { pattern: /^AT@1$/, since: '1.0', answer: (_, __, { description }) => says(description) },
  { pattern: /^ATE([01])$/, since: '1.0', answer: toggle('echo') },
  { pattern: /^ATL([01])$/, since: '1.0', answer: toggle('linefeeds') },
  { pattern: /^ATS([01])$/, since: '1.3', answer: toggle('spaces') },
  { pattern: /^ATH([01])$/, since: '1.0', answer: toggle('headers') },
  { pattern: /^ATM[01]$/, since: '1.0', answer: () => says(...OK) },
  { pattern: /^ATCAF([01])$/, since: '1.0', answer: toggle('formatting') },
  { pattern: /^ATCFC([01])$/, since: '1.0', answer: toggle('flowControl') },
  { pattern: /^ATR([01])$/, since: '1.0', answer: toggle('responses') },
  { pattern: /^AT(?:AL|NL)$/, since: '1.0', answer: () => says(...OK) },
  { pattern: /^ATAT[012]$/, since: '1.2', answer: () => says(...OK) },
  {
    pattern: /^ATST([0-9A-F]{2})$/,
    since: '1.0',
    answer: (digits) => set({ timeout: digits === '00' ? DEFAULTS.timeout : millis(number(digits) * TIMEOUT_STEP) }),
  },
  { pattern: /^AT(?:SP|TP)(A?[06-9])$/, since: '1.0', answer: choose },
  {
    pattern: /^ATDPN$/,
    since: '1.0',
    answer: (_, { search, protocol }) => says(`${search === 'on' ? 'A' : ''}${protocol}`),
  },
  { pattern: /^ATDP$/, since: '1.0', answer: (_, settings) => says(describe(settings)) },
  { pattern: /^ATPC$/, since: '1.0', answer: () => says(...OK) },
  { pattern: /^ATSH([0-9A-F]{3}|[0-9A-F]{6})$/, since: '1.0', answer: (digits) => set({ header: number(digits) }) },
  { pattern: /^ATCP([01][0-9A-F])$/, since: '1.0', answer: (digits) => set({ priority: number(digits) }) },
  { pattern: /^ATCRA([0-9A-FX]{3}|[0-9A-FX]{8}|)$/, since: '1.3', answer: receiveAddress },
  { pattern: /^ATAR$/, since: '1.2', answer: () => set({ filter: undefined }) },
  {
    pattern: /^ATCF([0-9A-F]{3}|[0-9A-F]{8})$/,
    since: '1.0',
    answer: (digits, { filter }) => set({ filter: { code: number(digits), mask: filter?.mask ?? MASKS.extended } }),
  },
  {
    pattern: /^ATCM([0-9A-F]{3}|[0-9A-F]{8})$/,
    since: '1.0',
    answer: (digits, { filter }) => set({ filter: { code: filter?.code ?? 0, mask: number(digits) } }),
  },
  {
    pattern: /^ATFCSH([0-9A-F]{3}|[0-9A-F]{8})$/,
    since: '1.1',
    answer: (digits) => set({ flowControlId: number(digits) }),
  },
  {
    pattern: /^ATFCSD((?:[0-9A-F]{2}){1,5})$/,
    since: '1.1',
    answer: (digits) => set({ flowControlData: fromHex(digits) ?? new Uint8Array() }),
  },
  { pattern: /^ATFCSM([012])$/, since: '1.1', answer: flowControlMode },
  { pattern: /^ATCSM[01]$/, since: '1.4b', answer: () => says(...OK) },
  { pattern: /^ATRV$/, since: '1.0', answer: () => ({ lines: [], begin: { phase: 'measuring', digits: 1 } }) },
  { pattern: /^STVR$/, since: 'stn', answer: () => ({ lines: [], begin: { phase: 'measuring', digits: 2 } }) },
  { pattern: /^ATIGN$/, since: '1.4', answer: () => says('ON') },
  { pattern: /^ATRD$/, since: '1.4', answer: (_, { stored }) => says(hex(uintBytes(stored, 1)).toUpperCase()) },
  { pattern: /^ATSD([0-9A-F]{2})$/, since: '1.4', answer: (digits) => set({ stored: number(digits) }) },
  { pattern: /^ATPPS$/, since: '1.1', answer: () => says('00:FF F  01:FF F', '02:FF F  03:32 F') },
  { pattern: /^ATAMC$/, since: '2.0', answer: () => says('00') },
  { pattern: /^ATMA$/, since: '1.0', answer: () => ({ lines: [], begin: { phase: 'monitoring' } }) },
  { pattern: /^STI$/, since: 'stn', answer: (_, __, { stn }) => says(stn?.firmware ?? '?') },
  { pattern: /^STDI$/, since: 'stn', answer: (_, __, { stn }) => says(stn?.device ?? '?') },
  { pattern: /^STPTO(\d{1,5})$/, since: 'stn', answer: (text) => set({ timeout: millis(Number(text)) }) },
  { pattern: /^STCSEGT([01])$/, since: 'stn', answer: toggle('segmentTransmit') },
  { pattern: /^STCSEGR[01]$/, since: 'stn', answer: () => says(...OK) },
  { pattern: /^STCFCP(?:C|A[0-9A-F]{3,8},[0-9A-F]{3,8})$/, since: 'stn', answer: () => says(...OK) },
];

/** Only what has been set can be used. */
function flowControlMode(digit: string, { flowControlId, flowControlData }: Settings): Answer {
  if (digit === '0') return set({ flowControlMode: '0' });
  if (flowControlData === undefined || (digit === '1' && flowControlId === undefined)) return says('?');
  return set({ flowControlMode: digit === '1' ? '1' : '2' });
}

/** The answer to an AT or ST command, capital letters without spaces; `undefined`: this adapter does not know it. */
export function answerTo(command: string, settings: Settings, who: Personality): Answer | undefined {
  if (who.lacks.some((lacking) => command.startsWith(lacking))) return undefined;
  const knows = ({ since }: Row): boolean => (since === 'stn' ? who.stn !== undefined : includes(who.knows, since));
  for (const row of ROWS) {
    const match = row.pattern.exec(command);
    if (match !== null && knows(row)) return row.answer(match[1] ?? '', settings, who);
  }
  return undefined;
}
