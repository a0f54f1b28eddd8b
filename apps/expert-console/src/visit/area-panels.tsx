import type { ReactNode } from 'react';
import { AREAS, type Area } from './area.js';
import { CodingArea } from './coding/coding-area.js';
import { ProgrammingArea } from './programming/programming-area.js';
import { DiagnosticsArea } from './scan/diagnostics-area.js';
import { SupervisionArea } from './supervision/supervision-area.js';

/** All four stay mounted, so that a draft survives a look at another area. */
export function AreaPanels({ current, onGo }: { current: Area; onGo: (area: Area) => void }) {
  const toSupervision = () => onGo('supervision');
  const content: Record<Area, ReactNode> = {
    diagnostics: <DiagnosticsArea />,
    coding: <CodingArea onOffered={toSupervision} />,
    programming: <ProgrammingArea onOffered={toSupervision} />,
    supervision: <SupervisionArea />,
  };
  return (
    <main className="visit-main">
      {AREAS.map((area) => (
        <div
          key={area}
          role="tabpanel"
          id={`panel-${area}`}
          aria-labelledby={`tab-${area}`}
          data-area={area}
          hidden={area !== current}
          className="area-panel stack"
        >
          {content[area]}
        </div>
      ))}
    </main>
  );
}
