import { ok } from '@baylink/kernel';
import type { DiagnosticLink, LinkEvent } from '../link.js';
import { forwardDiagnostic } from '../wrap/index.js';
import { type DoipLinkOptions, openDoipLink } from './doip-link.js';

/** Entities, by host and port, that have demanded TLS: while this process runs they are never asked plainly again. */
const DEMANDED = new Set<string>();

/**
 * A plain link where the entity takes one, and TLS where it refuses a plain activation with code 0x07. The way back does
 * not exist: what has demanded TLS once is not spoken to without it, and a failure of TLS is a failure.
 */
export function openDoipLinkAsDemanded(plain: DoipLinkOptions, secured: DoipLinkOptions): DiagnosticLink {
  const place = `${plain.host} ${plain.port}`;
  let link = openDoipLink(DEMANDED.has(place) ? secured : plain);
  let hear: ((event: LinkEvent) => void) | undefined;
  return {
    ...forwardDiagnostic(link, {
      listen: (listener) => {
        hear = listener;
        link.listen(listener);
      },
      send: (target, bytes) => link.send(target, bytes),
      counters: () => link.counters(),
      busy: () => link.busy(),
      close: () => link.close(),
      certificate: () => link.certificate(),
    }),
    async open() {
      const opened = await link.open();
      if (opened.ok) return ok();
      if (opened.error.demands !== 'tls' || DEMANDED.has(place)) return opened;
      DEMANDED.add(place);
      link = openDoipLink(secured);
      if (hear !== undefined) link.listen(hear);
      return link.open();
    },
  };
}
