import { type Clock, unreachable } from '@baylink/kernel';
import type { DiagnosticLink, LinkEvent, Target } from '../link.js';
import { forwardDiagnostic } from '../wrap/index.js';
import { noteLine, traceLine } from './trace-line.js';

/** Takes one line, without its line feed. */
export type TraceSink = (line: string) => void;

/** The same link, with a line for people for everything that happens on it. Secrets are left out, and counted. */
export function traced(link: DiagnosticLink, write: TraceSink, clock: Clock): DiagnosticLink {
  const note = (text: string): void => write(noteLine(clock.now(), text));
  return forwardDiagnostic(link, {
    async open() {
      const opened = await link.open();
      note(opened.ok ? `open: ${link.kind}` : `not opened: ${opened.error.message}`);
      return opened;
    },
    async send(target, bytes) {
      write(traceLine({ at: clock.now(), way: 'tx', unit: unitOf(target), bytes }));
      const sent = await link.send(target, bytes);
      if (!sent.ok) note(`not sent: ${sent.error.message}`);
      return sent;
    },
    listen: (listener) =>
      link.listen((event) => {
        const line = eventLine(event);
        if (line !== undefined) write(line);
        listener(event);
      }),
  });
}

const unitOf = (target: Target): number | undefined => (target.to === 'unit' ? target.unit.logical : undefined);

/** A transmission that failed is told where it was sent. */
function eventLine(event: LinkEvent): string | undefined {
  switch (event.kind) {
    case 'indication':
      return undefined;
    case 'message':
      return traceLine({ at: event.at, way: 'rx', unit: event.from.logical, bytes: event.bytes });
    case 'transfer-failed':
      return event.direction === 'rx' ? noteLine(event.at, `not received: ${event.error.message}`) : undefined;
    case 'closed':
      return noteLine(event.at, event.error === undefined ? 'closed' : `lost: ${event.error.message}`);
    default:
      return unreachable(event);
  }
}
