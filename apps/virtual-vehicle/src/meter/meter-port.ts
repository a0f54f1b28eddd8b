import { closeSync, constants, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { type Clock, errorText, type Millivolts, millis } from '@baylink/kernel';
import type { Port } from '../port.js';
import { replaceMeanwhile } from '../storage/state-folder.js';

const EVERY = millis(50);

/** Takes one line; what nobody reads is lost, as on a real meter's display. */
interface Display {
  show(line: string): Promise<void>;
  close(): void;
}

/**
 * A bench meter at the battery: volts as "13.85", one line every 50 ms. Into a FIFO as a stream, for one reader at a
 * time; into anything else as a file that holds the newest line and is removed at the end.
 */
export async function openMeter(
  path: string,
  voltage: () => Millivolts,
  clock: Clock,
  complain: (sentence: string) => void,
): Promise<Port> {
  const display = isFifo(path) ? fifoDisplay(path) : fileDisplay(path);
  const show = (): Promise<void> => display.show(`${(voltage() / 1000).toFixed(2)}\n`);
  let last = show();
  await last;
  let cancel = (): void => undefined;
  const later = (): void => {
    cancel = clock.wake(millis(clock.now() + EVERY), () => {
      last = round();
    });
  };
  const round = async (): Promise<void> => {
    try {
      await show();
      later();
    } catch (cause) {
      complain(`The meter is silent: ${path} cannot be written (${errorText(cause)}).`);
    }
  };
  later();
  return {
    close: async () => {
      await last;
      cancel();
      display.close();
    },
  };
}

const isFifo = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFIFO() ?? false;

const fileDisplay = (path: string): Display => ({
  show: (line) => replaceMeanwhile(path, line),
  close: () => rmSync(path, { force: true }),
});

/** Without a reader the FIFO cannot be opened (ENXIO), with a slow one it is full (EAGAIN): both lose the line. */
function fifoDisplay(path: string): Display {
  let fd: number | undefined;
  const close = (): void => {
    if (fd !== undefined) closeSync(fd);
    fd = undefined;
  };
  return {
    show: async (line) => {
      try {
        fd ??= openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
        writeSync(fd, line);
      } catch (cause) {
        if (!(cause instanceof Error && 'code' in cause && cause.code === 'EAGAIN')) close();
      }
    },
    close,
  };
}
