import { type KeyboardEvent, useRef } from 'react';
import { Icon } from '../ui/icon.js';
import { AREA_WORDS, AREAS, type Area } from './area.js';

interface AreaTabsProps {
  readonly current: Area;
  /** Beside the name of the area: how many runs are open. */
  readonly openRuns: number;
  readonly onChange: (area: Area) => void;
}

/** Tabs as WAI-ARIA has them: arrows move, Home and End jump, the panel belongs to its tab. */
export function AreaTabs({ current, openRuns, onChange }: AreaTabsProps) {
  const list = useRef<HTMLDivElement>(null);
  const onKey = (event: KeyboardEvent) => {
    const next = afterKey(event.key, AREAS.indexOf(current));
    const area = next === undefined ? undefined : AREAS[next];
    if (area === undefined) return;
    event.preventDefault();
    onChange(area);
    list.current?.querySelector<HTMLButtonElement>(`#tab-${area}`)?.focus();
  };
  return (
    <div
      className="area-tabs"
      role="tablist"
      aria-label="Areas of the visit"
      ref={list}
      onKeyDown={onKey}
      tabIndex={-1}
    >
      {AREAS.map((area) => (
        <button
          key={area}
          type="button"
          role="tab"
          id={`tab-${area}`}
          className="area-tab"
          data-area={area}
          data-testid={`area-${area}`}
          aria-selected={area === current}
          aria-controls={`panel-${area}`}
          tabIndex={area === current ? 0 : -1}
          onClick={() => onChange(area)}
        >
          <Icon name={area} />
          <span className="area-tab-words">
            <span className="area-tab-title">
              {AREA_WORDS[area].title}
              {area === 'supervision' && openRuns > 0 ? <span className="area-tab-count">{openRuns} open</span> : null}
            </span>
            <span className="area-tab-promise">{AREA_WORDS[area].promise}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

const MOVES: Record<string, (at: number) => number> = {
  ArrowRight: (at) => (at + 1) % AREAS.length,
  ArrowLeft: (at) => (at + AREAS.length - 1) % AREAS.length,
  Home: () => 0,
  End: () => AREAS.length - 1,
};

const afterKey = (key: string, at: number): number | undefined => MOVES[key]?.(at);
