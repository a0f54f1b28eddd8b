import { millis, ok } from '@baylink/kernel';
import { openKLineLink } from '@baylink/transport-vehicle/k-line';
import type { LinkKind } from '../link-kind.js';
import { oneOf, parsePlaceOptions, wholeNumber } from '../place-options.js';

const OPTIONS = {
  init: oneOf('auto', 'fast', 'five-baud', 'none'),
  low: oneOf('break', 'speed'),
  echo: oneOf('on', 'off'),
  p4: wholeNumber('MS', 0, 20),
  latency: wholeNumber('MS', 0, 2000),
};

/** A K-Line interface on a serial port. */
export const kLineKind: LinkKind = {
  form: 'kline:PATH[?init=fast]',
  parse(text) {
    const parsed = parsePlaceOptions('kline', text, OPTIONS);
    if (!parsed.ok) return parsed;
    const { place: path, options } = parsed.value;
    const { init, low, echo, p4, latency } = options;
    const tester = {
      ...(init === undefined ? {} : { init }),
      ...(echo === 'off' ? { echo: 'absent' as const } : {}),
      ...(p4 === undefined ? {} : { p4: millis(p4) }),
      ...(latency === undefined ? {} : { latency: millis(latency) }),
    };
    return ok({
      place: { path, ...options },
      make: (parts) => openKLineLink({ path, ...parts, tester, ...(low === undefined ? {} : { lowBy: [low] }) }),
    });
  },
};
