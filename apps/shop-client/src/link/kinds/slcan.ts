import { ok } from '@baylink/kernel';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import type { LinkKind } from '../link-kind.js';

export const slcanKind: LinkKind = {
  form: 'slcan:PATH',
  parse: (path) =>
    ok({
      place: { path },
      make: ({ units, clock, ...tap }) =>
        openIsoTpLink({ canLink: openSlcanLink({ path, clock, ...tap }), units, clock }),
    }),
};
