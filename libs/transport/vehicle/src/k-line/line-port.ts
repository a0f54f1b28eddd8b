import { type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import { BIT_RATE, type LineAction } from '@baylink/protocols/k-line';
import { SerialPort } from 'serialport';
import type { LinkError, Tap } from '../link.js';
import { endAtHangUp, openFailure } from '../serial/index.js';

/** How the line is held low for longer than a byte: by a break, or by a zero byte at a low speed. */
export type LowBy = 'break' | 'speed';

export interface LinePortSettings {
  readonly path: string;
  readonly clock: Clock;
  /** In this order until the driver takes one. */
  readonly lowBy: readonly LowBy[];
  readonly tap: Tap | undefined;
}

export interface LinePortListener {
  received(bytes: Uint8Array): void;
  /** The device is gone, once, without `close` having been called. */
  lost(cause: string): void;
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
    private readonly port: SerialPort,
    private readonly settings: LinePortSettings,
  ) {}

  static async open(settings: LinePortSettings, listener: LinePortListener): Promise<Result<LinePort, LinkError>> {
    const { path, tap } = settings;
    const port = new SerialPort({ path, baudRate: BIT_RATE, autoOpen: false });
    const failure = await new Promise<Error | null>((resolve) => port.open(resolve));
    if (failure !== null) return err(openFailure(path, failure.message));
    endAtHangUp(port);
    let report: ((cause: string) => void) | undefined = (cause) => {
      report = undefined;
      listener.lost(cause);
    };
    port.on('data', (chunk: Buffer) => {
      tap?.byte('rx', path, chunk);
      listener.received(new Uint8Array(chunk));
    });
    port.on('error', (error: Error) => report?.(error.message));
    port.on('close', (error: Error | null) => report?.(error?.message ?? 'the port was closed'));
    port.on('closing', () => {
      report = undefined;
    });
    return ok(new LinePort(port, settings));
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

  async close(): Promise<void> {
    this.port.emit('closing');
    if (this.port.isOpen) await new Promise<void>((resolve) => this.port.close(() => resolve()));
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
