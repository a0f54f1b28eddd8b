/** Everything that an adapter says instead of data. (ELM327: Error Messages and Alerts) */
export type Trouble =
  | 'no-data'
  | 'unknown-command'
  | 'stopped'
  | 'buffer-full'
  | 'can-error'
  | 'unable-to-connect'
  | 'bus-init-error'
  | 'bus-busy'
  | 'bus-error'
  | 'feedback-error'
  | 'data-error'
  | 'rx-error'
  | 'low-voltage-reset'
  | 'activity-alert'
  | 'low-power-alert'
  | 'internal-error'
  | 'flow-control-timeout'
  | 'out-of-memory'
  | 'host-overflow';

interface Wording {
  readonly trouble: Trouble;
  readonly pattern: RegExp;
  /** What it means and what to do, to stand behind "The adapter says". */
  readonly meaning: string;
}

/** The first that fits counts: BUS ERROR is a part of BUS INIT: ...ERROR. */
export const TROUBLES: readonly Wording[] = [
  { trouble: 'unknown-command', pattern: /^\?$/, meaning: 'it does not know the command' },
  { trouble: 'no-data', pattern: /^NO DATA$/, meaning: 'nobody answered in time: check ignition and address' },
  { trouble: 'stopped', pattern: /^STOPPED$/, meaning: 'it was interrupted while it waited' },
  {
    trouble: 'buffer-full',
    pattern: /BUFFER FULL/,
    meaning: 'the car spoke faster than the adapter: use a faster one',
  },
  {
    trouble: 'can-error',
    pattern: /CAN ERROR/,
    meaning: 'the CAN bus does not work: check plug, bit rate and ignition',
  },
  { trouble: 'unable-to-connect', pattern: /UNABLE TO CONNECT/, meaning: 'no protocol fits: switch the ignition on' },
  {
    trouble: 'bus-init-error',
    pattern: /BUS INIT:.*ERROR/,
    meaning: 'the car did not answer the wake-up: check the ignition',
  },
  { trouble: 'bus-busy', pattern: /BUS BUSY/, meaning: 'the bus was never free' },
  { trouble: 'feedback-error', pattern: /FB ERROR/, meaning: 'it does not hear itself on the bus: check the wiring' },
  { trouble: 'bus-error', pattern: /BUS ERROR/, meaning: 'the bus has a fault: check the wiring' },
  { trouble: 'data-error', pattern: /<?\s*DATA ERROR/, meaning: 'an answer was damaged' },
  { trouble: 'rx-error', pattern: /<\s*RX ERROR/, meaning: 'a frame was damaged: check bit rate and wiring' },
  { trouble: 'low-voltage-reset', pattern: /LV RESET/, meaning: 'its supply broke down and it has started anew' },
  { trouble: 'activity-alert', pattern: /ACT ALERT/, meaning: 'it goes to sleep because the bus is quiet' },
  { trouble: 'low-power-alert', pattern: /LP ALERT/, meaning: 'it goes to sleep in two seconds' },
  {
    trouble: 'internal-error',
    pattern: /^ERR\d\d$/,
    meaning: 'it has an internal fault: unplug it and plug it in again',
  },
  // An STN alone. (STN1100: Error Messages)
  {
    trouble: 'flow-control-timeout',
    pattern: /FC RX TIMEOUT/,
    meaning: 'the unit did not allow the rest of a long message: check the address',
  },
  { trouble: 'out-of-memory', pattern: /OUT OF MEMORY/, meaning: 'the message is longer than its memory' },
  { trouble: 'host-overflow', pattern: /UART RX OVERFLOW/, meaning: 'it was spoken to faster than it reads' },
];

export const troubleIn = (line: string): Trouble | undefined =>
  TROUBLES.find(({ pattern }) => pattern.test(line))?.trouble;

export const meaningOf = (trouble: Trouble): string =>
  TROUBLES.find((wording) => wording.trouble === trouble)?.meaning ?? trouble;

/** What an automatic search or a slow wake-up says while it works, before the data of the same line. */
export const withoutProgress = (line: string): string =>
  line.replace(/^SEARCHING\.*\s*/, '').replace(/^BUS INIT:\s*\.*\s*OK\s*/, '');

export const beginsProgress = (line: string): boolean => /^(?:SEARCHING|BUS INIT)/.test(line);
