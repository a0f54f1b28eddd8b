import type { CanLink, DiagnosticLink } from '../link.js';

/** A link that does what `link` does, but for what is `changed`. What a link may leave out is there when the inner one has it. */
export function forwardDiagnostic(link: DiagnosticLink, changed: Partial<DiagnosticLink>): DiagnosticLink {
  return {
    // A link that is held elsewhere knows its kind when it is open.
    get kind() {
      return link.kind;
    },
    open: () => link.open(),
    send: (target, bytes) => link.send(target, bytes),
    listen: (listener) => link.listen(listener),
    counters: () => link.counters(),
    busy: () => link.busy(),
    close: () => link.close(),
    certificate: () => link.certificate(),
    ...optionalVoltage(link),
    ...(link.leave === undefined ? {} : { leave: async () => link.leave?.() }),
    ...(link.keeps === undefined ? {} : { keeps: (unit, on) => link.keeps?.(unit, on) }),
    ...changed,
  };
}

function optionalVoltage(link: DiagnosticLink): Pick<DiagnosticLink, 'readVoltage'> {
  const read = link.readVoltage?.bind(link);
  return read === undefined ? {} : { readVoltage: () => read() };
}

export const forwardCan = (link: CanLink, changed: Partial<CanLink>): CanLink => ({
  kind: link.kind,
  open: () => link.open(),
  send: (frame) => link.send(frame),
  listen: (listener) => link.listen(listener),
  close: () => link.close(),
  ...changed,
});
