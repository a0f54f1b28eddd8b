import type { VehicleProfile } from './profile.js';

/** A profile with what somebody has laid on the one before it. */
export interface Layer {
  /** For people: "overlay garage-e90", "the shop's policy". */
  readonly by: string;
  readonly profile: VehicleProfile;
}

/** One figure that somebody has changed, as the policy file names it ("voltage.low"), or a unit that they have added. */
export interface Tightening {
  readonly figure: string;
  /** JSON; null where there was nothing. */
  readonly from: string | null;
  readonly to: string;
  readonly by: string;
}

/** What each layer has made of the profile below it, in the order in which they were laid. */
export function tightenings(base: VehicleProfile, layers: readonly Layer[]): readonly Tightening[] {
  const changes: Tightening[] = [];
  let below = figuresOf(base);
  for (const { by, profile } of layers) {
    const above = figuresOf(profile);
    for (const [figure, to] of above)
      if (below.get(figure) !== to && !isPartOfNewUnit(figure, below))
        changes.push({ figure, from: below.get(figure) ?? null, to, by });
    below = above;
  }
  return changes;
}

/** Who a profile is, and where its figures come from, limits nothing. */
const NO_LIMIT = /(^|\.)(id|version|name|source|sources)$/;

/** Every limit by its path; a list is one figure. A unit is itself a figure, its name, beside its own. */
function figuresOf({ units, ...rest }: VehicleProfile): ReadonlyMap<string, string> {
  const figures = new Map<string, string>();
  collect('', rest, figures);
  for (const unit of units) {
    figures.set(unitPath(unit.name), JSON.stringify(unit.name));
    collect(`${unitPath(unit.name)}.`, unit, figures);
  }
  return figures;
}

const unitPath = (name: string): string => `units ${name}`;

const isPartOfNewUnit = (figure: string, below: ReadonlyMap<string, string>): boolean => {
  const [unit = '', ...inner] = figure.split('.');
  return figure.startsWith('units ') && inner.length > 0 && !below.has(unit);
};

function collect(path: string, value: object, figures: Map<string, string>): void {
  for (const [key, inner] of Object.entries(value)) {
    const at = `${path}${key}`;
    if (NO_LIMIT.test(at)) continue;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) collect(`${at}.`, inner, figures);
    else figures.set(at, JSON.stringify(inner));
  }
}
