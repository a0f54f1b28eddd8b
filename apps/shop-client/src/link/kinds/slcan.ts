import { ok } from '@baylink/kernel';
import { type FdFrames, openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import type { LinkKind } from '../link-kind.js';
import { parsePlaceOptions, wholeNumber } from '../place-options.js';

const OPTIONS = {
  bitrate: wholeNumber('BIT/S', 10_000, 1_000_000),
  fd: wholeNumber('BIT/S', 500_000, 8_000_000),
};
const FD_FRAMES: FdFrames = { txDl: 64, bitRateSwitch: true };

/** A LAWICEL adapter; with `fd`, the bit rate of the data phase, one for CAN FD. */
export const slcanKind: LinkKind = {
  form: 'slcan:PATH[?fd=BIT/S]',
  parse(text) {
    const parsed = parsePlaceOptions('slcan', text, OPTIONS);
    if (!parsed.ok) return parsed;
    const { place: path, options } = parsed.value;
    const { bitrate: bitRate = 500_000, fd: dataBitRate } = options;
    const rates = dataBitRate === undefined ? { bitRate } : { bitRate, dataBitRate };
    return ok({
      place: { path, ...rates },
      make: ({ units, clock, ...tap }) =>
        openIsoTpLink({
          canLink: openSlcanLink({ path, clock, ...rates, ...tap }),
          units,
          clock,
          ...(dataBitRate !== undefined && { fd: FD_FRAMES }),
        }),
    });
  },
};
