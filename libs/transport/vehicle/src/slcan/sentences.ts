import type { Millis } from '@baylink/kernel';
import type { LinkError } from '../link.js';

export const lost = (path: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `The adapter at ${path} is gone (${cause}): check its cable, plug it in and open the link again.`,
});

export const notOpen = (path: string): LinkError => ({
  kind: 'lost',
  message: `The link to the adapter at ${path} is not open: open it before anything is sent.`,
});

export const silent = (path: string, limit: Millis): LinkError => ({
  kind: 'timeout',
  message: `The adapter at ${path} did not reply within ${limit} ms: check that it is an SLCAN adapter and that its bus has power.`,
});

export const bell = (path: string, what: string): LinkError => ({
  kind: 'refused',
  message: `The adapter at ${path} refused ${what}: check that the bus is wired, terminated and at the right bit rate.`,
});

export const queueFull = (path: string, limit: number): LinkError => ({
  kind: 'refused',
  message: `${limit} frames already wait for the adapter at ${path}: send no more until some of them are through.`,
});

export const droppedLine = (path: string): LinkError => ({
  kind: 'protocol',
  message: `A damaged line from the adapter at ${path} was dropped: check the serial speed and the USB cable.`,
});

export const noBitRate = (bitRate: number): LinkError => ({
  kind: 'unsupported',
  message: `SLCAN has no command for ${bitRate} bit/s: use 10, 20, 50, 100, 125, 250, 500, 800 or 1000 kbit/s.`,
});

export const noDataBitRate = (bitRate: number): LinkError => ({
  kind: 'unsupported',
  message: `SLCAN has no command for ${bitRate} bit/s in the data phase: use 500, 1000, 2000, 4000, 5000 or 8000 kbit/s.`,
});
