import { bytesOf, type Machine, type Millis, millis } from '@baylink/kernel';
import { baseFrame, type CanFrame } from '../can/index.js';
import {
  ADAPTER_START,
  type AdapterInput,
  type AdapterOut,
  type AdapterState,
  elmAdapter,
  PERSONALITIES,
  type Personality,
  type PersonalityName,
} from './adapter/index.js';
import { frameLine } from './frame-line.js';
import { ascii } from './prompt-lines.js';

/** The VIN of C41 as an OBD unit sends it: 20 bytes, zeros at the end that belong to it. */
export const C41_VIN = 'WP0ZZZ99ZTS390000';
export const VIN_MESSAGE = Uint8Array.of(0x49, 0x02, 0x01, ...ascii(C41_VIN));

export const vinFrames = (id = 0x7e8): CanFrame[] => [
  baseFrame(id, Uint8Array.of(0x10, VIN_MESSAGE.length, ...VIN_MESSAGE.subarray(0, 6))),
  baseFrame(id, Uint8Array.of(0x21, ...VIN_MESSAGE.subarray(6, 13))),
  baseFrame(id, Uint8Array.of(0x22, ...VIN_MESSAGE.subarray(13, 20))),
];

/** An adapter with a bus whose frames leave at once, on a clock that only the test moves. */
export class AdapterBench {
  readonly bus: string[] = [];
  now = 0;
  private state: AdapterState = ADAPTER_START;
  private text = '';
  private readonly machine: Machine<AdapterState, AdapterInput, AdapterOut>;

  constructor(
    who: PersonalityName | Personality,
    private readonly answer: (frame: CanFrame) => readonly CanFrame[] = () => [],
    private readonly volts = 13_850,
  ) {
    this.machine = elmAdapter(typeof who === 'string' ? PERSONALITIES[who] : who);
  }

  /** What the adapter has written since the last look. */
  says(text: string): string {
    this.feed({ kind: 'received', bytes: ascii(text) });
    return this.take();
  }

  /** Each as a command of its own, without a look at the replies. */
  set(...commands: string[]): this {
    for (const command of commands) this.says(`${command}\r`);
    return this;
  }

  hears(frame: CanFrame): string {
    this.feed({ kind: 'bus', frame });
    return this.take();
  }

  passes(ms: number): string {
    this.now += ms;
    this.feed({ kind: 'tick' });
    return this.take();
  }

  get deadline(): Millis | undefined {
    return this.machine.deadline(this.state);
  }

  private take(): string {
    const { text } = this;
    this.text = '';
    return text;
  }

  private feed(input: AdapterInput): void {
    const { state, out } = this.machine.step(this.state, input, millis(this.now));
    this.state = state;
    for (const each of out) {
      if (each.kind === 'write') this.text += String.fromCharCode(...each.bytes);
      if (each.kind === 'measure') this.feed({ kind: 'voltage', value: this.volts as never });
      if (each.kind !== 'transmit') continue;
      this.bus.push(frameLine(each.frame, ''));
      this.feed({ kind: 'transmitted' });
      for (const frame of this.answer(each.frame)) this.feed({ kind: 'bus', frame });
    }
  }
}

/** Settings of every test that looks at packed lines. */
export const QUIET = ['ATE0', 'ATL0', 'ATS0', 'ATH1', 'ATSP6'] as const;
export const CONTINUE = baseFrame(0x7e8, bytesOf(0x30, 0, 0));
