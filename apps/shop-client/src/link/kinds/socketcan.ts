import { ok } from '@baylink/kernel';
import { MAX_BASE_ID } from '@baylink/protocols/can';
import { functionalAddress } from '@baylink/protocols/iso-tp';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSocketCanLink } from '@baylink/transport-vehicle/socketcan';
import type { LinkKind } from '../link-kind.js';
import { oneOf, parsePlaceOptions } from '../place-options.js';

const OPTIONS = { fd: oneOf('on', 'off') };
const FD_FRAMES = { txDl: 64, bitRateSwitch: true } as const;

/** A CAN interface of Linux, which has its bit rate already. What else is on a busy bus does not reach this process. */
export const socketCanKind: LinkKind = {
  form: 'socketcan:INTERFACE[?fd=on]',
  parse(text) {
    const parsed = parsePlaceOptions('socketcan', text, OPTIONS);
    if (!parsed.ok) return parsed;
    const name = parsed.value.place;
    const fd = parsed.value.options.fd === 'on';
    return ok({
      place: { name, fd },
      make: ({ units, clock, ...tap }) =>
        openIsoTpLink({
          canLink: openSocketCanLink({ name, fd, ids: identifiersOf(units), clock, ...tap }),
          units,
          clock,
          ...(fd ? { fd: FD_FRAMES } : {}),
        }),
    });
  },
};

/** Each once: the kernel takes 512. */
const identifiersOf = (units: readonly UnitAddress[]) => {
  const ids = units.flatMap(({ can }) => [functionalAddress(can)?.request ?? can.request, can.request, can.response]);
  return [...new Set(ids)].map((id) => ({ id, extended: id > MAX_BASE_ID }));
};
