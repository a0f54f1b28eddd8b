import { err, ok } from '@baylink/kernel';
import { openElmLink } from '@baylink/transport-vehicle/elm';
import type { LinkKind } from '../link-kind.js';

/** Where adapters with a wireless network of their own are found. */
const USUAL = 'elm:tcp:192.168.0.10:35000';

export const elmKind: LinkKind = {
  form: 'elm:PATH or elm:tcp:HOST:PORT',
  parse(text) {
    if (!text.startsWith('tcp:'))
      return ok({
        place: { path: text },
        make: (parts) => openElmLink({ place: { kind: 'serial', path: text }, ...parts }),
      });
    const [, host = '', digits = ''] = /^tcp:(.+):(\d+)$/.exec(text) ?? [];
    const port = Number(digits);
    if (host === '' || !(port >= 1 && port <= 65535))
      return err(`--link elm:${text}: a host and a port from 1 to 65535 are wanted, as in ${USUAL}.`);
    const bare = host.replace(/^\[|\]$/g, '');
    return ok({
      place: { host: bare, port },
      make: (parts) => openElmLink({ place: { kind: 'tcp', host: bare, port }, ...parts }),
    });
  },
};
