import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import {
  type Clock,
  err,
  errorText,
  type Millis,
  type Millivolts,
  millis,
  ok,
  type Result,
  volts,
} from '@baylink/kernel';

/** What a voltage source says: a reading, or the reason why there is none. Silence is the reader's to notice. */
export type MeterReading = Result<Millivolts, string>;

export interface Meter {
  readonly name: string;
  /** Of a source that shares the link: resolves when it has been asked anew and what it said was heard. */
  sample?(): Promise<void>;
  stop(): void;
}

const POLL: Millis = millis(50);
/** Characters. The newest line of a gauge that somebody appends to is found at its end. */
const LONGEST_LINE = 4096;

/**
 * A dedicated voltage source behind a path (`--voltage`). A regular file is a gauge: what stands in it at the moment of
 * the look is the reading, so it must be there and readable each time. A FIFO is a stream: each line is one reading,
 * and no line is silence. Either way a line is volts as a decimal number, "13.85".
 */
export function startMeter(path: string, clock: Clock, hear: (reading: MeterReading, at: Millis) => void): Meter {
  let stream: { fd: number; rest: string } | undefined;
  let cancel: () => void = () => undefined;

  const look = (): void => {
    try {
      if (stream) hearLines(stream, (line) => hear(parseVolts(line, path), clock.now()));
      else stream = openSource(path, (line) => hear(parseVolts(line, path), clock.now()));
    } catch (failure) {
      hear(err(`The voltage source ${path} cannot be read (${errorText(failure)}).`), clock.now());
    }
    cancel = clock.wake(millis(clock.now() + POLL), look);
  };
  look();
  return {
    name: path,
    stop() {
      cancel();
      if (stream) closeSync(stream.fd);
    },
  };
}

/** Volts as a decimal number; anything else is unknown, never an old value. */
export function parseVolts(line: string, path: string): MeterReading {
  const text = line.trim();
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(text))
    return err(`The voltage source ${path} says "${text.slice(0, 40)}", which is not volts such as 13.85.`);
  return ok(volts(Number(text)));
}

/** Opens the path once and looks what it is: a FIFO stays open as a stream, a gauge is read now. */
function openSource(path: string, line: (text: string) => void): { fd: number; rest: string } | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const status = fstatSync(fd);
  if (status.isFIFO()) return { fd, rest: '' };
  try {
    const text = readAvailable(fd, status.isFile() ? Math.max(0, status.size - LONGEST_LINE) : null);
    line(text.trimEnd().split('\n').at(-1) ?? '');
  } finally {
    closeSync(fd);
  }
  return undefined;
}

function hearLines(stream: { fd: number; rest: string }, line: (text: string) => void): void {
  const lines = (stream.rest + readAvailable(stream.fd)).split('\n');
  stream.rest = (lines.pop() ?? '').slice(-64);
  for (const text of lines) if (text.trim() !== '') line(text);
}

/** What can be read now, 64 KiB at most. A FIFO without data answers EAGAIN: that is silence, not a failure. */
function readAvailable(fd: number, from: number | null = null): string {
  const buffer = Buffer.alloc(65536);
  try {
    return buffer.toString('latin1', 0, readSync(fd, buffer, 0, buffer.length, from));
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'EAGAIN') return '';
    throw failure;
  }
}
