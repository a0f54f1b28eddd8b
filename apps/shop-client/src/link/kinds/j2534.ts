import { isAbsolute, resolve } from 'node:path';
import { ok } from '@baylink/kernel';
import { likeliestUnits } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openJ2534CanLink, openJ2534Link } from '@baylink/transport-vehicle/j2534';
import { forwardDiagnostic } from '@baylink/transport-vehicle/wrap';
import type { LinkKind, LinkParts } from '../link-kind.js';
import { oneOf, type PlaceOption, parsePlaceOptions, wholeNumber } from '../place-options.js';

const text = (form: string): PlaceOption<string> => ({ form, read: (value) => (value === '' ? undefined : value) });

const OPTIONS = {
  protocol: oneOf('iso15765', 'can'),
  device: text('NAME'),
  bitrate: wholeNumber('BIT/S', 5000, 1_000_000),
  node: text('PATH'),
  long: oneOf('4', '8'),
};

/** The library that an adapter's maker installs; it runs in a process of its own. With `can`, ISO-TP is this side's. */
export const j2534Kind: LinkKind = {
  form: 'j2534:LIBRARY[?protocol=iso15765|can&device=NAME&bitrate=BIT/S]',
  parse(place) {
    const parsed = parsePlaceOptions('j2534', place, OPTIONS);
    if (!parsed.ok) return parsed;
    const { protocol, device, bitrate, node, long } = parsed.value.options;
    const library = isAbsolute(parsed.value.place) ? parsed.value.place : resolve(parsed.value.place);
    const settings = {
      library,
      ...(device === undefined ? {} : { device }),
      ...(bitrate === undefined ? {} : { bitRate: bitrate }),
      ...(node === undefined ? {} : { node }),
      ...(long === undefined ? {} : { long: long === '4' ? (4 as const) : (8 as const) }),
    };
    return ok({
      place: { protocol: protocol ?? 'iso15765', ...settings },
      make: (parts) => MAKERS[protocol ?? usualProtocol(parts)](settings)(parts),
    });
  },
};

/** An adapter that does ISO-TP hears ten units; a car in no profile may have one at every address, and nothing is written to it. */
const usualProtocol = ({ units }: LinkParts): keyof typeof MAKERS =>
  units.length > 0 && units.every(({ presumed }) => presumed === true) ? 'can' : 'iso15765';

interface Settings {
  readonly library: string;
}

const MAKERS = {
  iso15765: (settings: Settings) => (parts: LinkParts) =>
    openJ2534Link({ ...settings, ...parts, units: likeliestUnits(parts.units) }),
  can:
    (settings: Settings) =>
    ({ units, clock, ...tap }: LinkParts) => {
      const canLink = openJ2534CanLink({ ...settings, clock, ...tap });
      return forwardDiagnostic(openIsoTpLink({ canLink, units, clock }), { readVoltage: () => canLink.readVoltage() });
    },
} as const;
