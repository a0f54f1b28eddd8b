import type { ReactNode } from 'react';
import { Icon } from '../ui/icon.js';
import { AREA_WORDS, type Area } from './area.js';

/** The coloured head of an area: which one this is can be told from across the room. */
export function AreaHead({ area, children }: { area: Area; children?: ReactNode }) {
  return (
    <header className={`area-head area-head-${area}`}>
      <h2>
        <Icon name={area} /> {AREA_WORDS[area].title}
      </h2>
      <p className="small">{children ?? AREA_WORDS[area].promise}</p>
    </header>
  );
}
