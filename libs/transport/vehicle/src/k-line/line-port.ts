import { type Clock, type Millis, millis, ok, type Result } from '@baylink/kernel';
import { BIT_RATE, type LineAction } from '@baylink/protocols/k-line';
import type { SerialPort } from 'serialport';
import type { LinkError, Tap } from '../link.js';
import { type OpenPort, openPort, type SerialListener } from '../serial/index.js';

/** How the line is held low for longer than a byte: by a break, or by a zero byte at a low speed. */
export type LowBy = 'break' | 'speed';

export interface LinePortSettings {
  readonly path: string;
  readonly clock: Clock;
  /** In this order until the driver takes one. */
  readonly lowBy: readonly LowBy[];
  readonly tap: Tap | undefined;
}

/** A zero byte at this speed is low for 25 ms: start bit and eight data bits. */
const SPEED_OF_25_MS = 360;
const FIVE_BAUD = 5;
const BIT_OF_FIVE_BAUD = millis(1000 / FIVE_BAUD);

type Slow = Exclude<LineAction, { kind: 'write' }>;
type Failure = Error | null | undefined;

/** A serial port on a K-Line interface. It is read from the first moment on. */
export class LinePort {
  private constructor(
    private readonly opened: OpenPort,
    private readonly settings: LinePortSettings,
  ) {}

  static async open(settings: LinePortSettings, listener: SerialListener): Promise<Result<LinePort, LinkError>> {
    const { path, tap } = settings;
    const opened = await openPort({ path, baudRate: BIT_RATE, tap }, listener);
    return opened.ok ? ok(new LinePort(opened.value, settings)) : opened;
  }

  write(bytes: Uint8Array): void {
    if (!this.port.isOpen) return;
    this.settings.tap?.byte('tx', this.settings.path, bytes);
    this.port.write(bytes);
  }

  /** Resolves when the line has been through it, high again and at its own speed; false when the driver can do neither. */
  async slowly(action: Slow): Promise<boolean> {
    for (const way of this.settings.lowBy) {
      const done = way === 'break' ? await this.byBreak(action) : await this.bySpeed(action);
      if (done) return true;
    }
    return false;
  }

  close(): Promise<void> {
    return this.opened.close();
  }

  private get port(): SerialPort {
    return this.opened.port;
  }

  private async byBreak(action: Slow): Promise<boolean> {
    const { clock } = this.settings;
    let at = clock.now();
    for (const { low, time } of pulses(action)) {
      if (!(await this.hold(low))) return false;
      at = millis(at + time);
      await this.until(at);
    }
    return this.hold(false);
  }

  private async bySpeed(action: Slow): Promise<boolean> {
    const { clock } = this.settings;
    const start = clock.now();
    const wakeUp = action.kind === 'wake-up';
    if (!(await this.speed(wakeUp ? SPEED_OF_25_MS : FIVE_BAUD))) return false;
    this.write(Uint8Array.of(wakeUp ? 0x00 : action.byte));
    const [low, whole] = wakeUp
      ? [millis(action.low + action.high / 2), millis(action.low + action.high)]
      : [millis(10 * BIT_OF_FIVE_BAUD), millis(10 * BIT_OF_FIVE_BAUD)];
    await this.until(millis(start + low));
    if (!(await this.speed(BIT_RATE))) return false;
    await this.until(millis(start + whole));
    return true;
  }

  private hold(brk: boolean): Promise<boolean> {
    return new Promise((resolve) => this.port.set({ brk }, (failure: Failure) => resolve(!failure)));
  }

  private speed(baudRate: number): Promise<boolean> {
    return new Promise((resolve) => this.port.update({ baudRate }, (failure: Failure) => resolve(!failure)));
  }

  private until(at: Millis): Promise<void> {
    return new Promise((resolve) => this.settings.clock.wake(at, resolve));
  }
}

interface Pulse {
  readonly low: boolean;
  readonly time: Millis;
}

/** The level of the line over time; a byte is a start bit, eight bits with the lowest first, and a stop bit. */
function pulses(action: Slow): readonly Pulse[] {
  if (action.kind === 'wake-up')
    return [
      { low: true, time: action.low },
      { low: false, time: action.high },
    ];
  const bits = [0, ...Array.from({ length: 8 }, (_, i) => (action.byte >> i) & 1), 1];
  return bits.map((bit) => ({ low: bit === 0, time: BIT_OF_FIVE_BAUD }));
}
