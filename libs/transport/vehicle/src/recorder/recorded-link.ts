import type { Clock } from '@baylink/kernel';
import type { CanLink, DiagnosticLink } from '../link.js';
import { forwardCan, forwardDiagnostic } from '../wrap/index.js';
import type { LinkRecord } from './recording.js';

export interface Sink {
  add(record: LinkRecord): void;
}

/** The same link, with every message recorded: a request before it is handed down, whatever comes of it. Bytes are copied. */
export const recorded = (link: DiagnosticLink, sink: Sink, clock: Clock): DiagnosticLink =>
  forwardDiagnostic(link, {
    send(target, bytes) {
      const unit = target.to === 'unit' ? target.unit.logical : undefined;
      sink.add({ layer: 'diagnostic', at: clock.now(), way: 'tx', unit, bytes: bytes.slice() });
      return link.send(target, bytes);
    },
    listen: (listener) =>
      link.listen((event) => {
        if (event.kind === 'message')
          sink.add({
            layer: 'diagnostic',
            at: event.at,
            way: 'rx',
            unit: event.from.logical,
            bytes: event.bytes.slice(),
          });
        listener(event);
      }),
  });

/** The same for a bus: frames as they are given to the adapter and as it tells them. */
export const recordedCan = (link: CanLink, sink: Sink, clock: Clock): CanLink =>
  forwardCan(link, {
    send(frame) {
      sink.add({ layer: 'can', at: clock.now(), way: 'tx', frame: { ...frame, data: frame.data.slice() } });
      return link.send(frame);
    },
    listen: (listener) =>
      link.listen((event) => {
        if (event.kind === 'frame')
          sink.add({
            layer: 'can',
            at: event.at,
            way: 'rx',
            frame: { ...event.frame, data: event.frame.data.slice() },
          });
        listener(event);
      }),
  });
