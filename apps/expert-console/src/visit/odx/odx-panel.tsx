import { useId } from 'react';
import { Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import type { Odx } from './use-odx.js';

interface OdxPanelProps {
  readonly odx: Odx;
  readonly onLoad: (file: File) => void;
  readonly onChoose: (layer: string | undefined) => void;
}

/** The maker's own description of the units gives names to codes and identifiers, and values to bytes. */
export function OdxPanel({ odx, onLoad, onChoose }: OdxPanelProps) {
  const id = useId();
  return (
    <Panel title="Names and values from an ODX file" testId="odx">
      <div className="field">
        <label htmlFor={id}>PDX archive or ODX document of the maker</label>
        <input
          id={id}
          type="file"
          accept=".pdx,.odx,.odx-d,.xml"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) onLoad(file);
          }}
          data-testid="odx-file"
        />
        <p className="field-hint">
          It stays in this browser. What it says is a description, not an answer of the vehicle.
        </p>
      </div>
      {odx.state === 'reading' ? (
        <p role="status" className="soft">
          Reading {odx.name} …
        </p>
      ) : null}
      {odx.state === 'refused' ? (
        <Notice tone="refused" urgent testId="odx-refused">
          <p className="run-words break">{odx.name}</p>
          <p>{odx.sentence}</p>
        </Notice>
      ) : null}
      {odx.state === 'read' ? <LayerChoice odx={odx} onChoose={onChoose} /> : null}
    </Panel>
  );
}

const WHICHEVER = '';

function LayerChoice({ odx, onChoose }: { odx: Extract<Odx, { state: 'read' }>; onChoose: OdxPanelProps['onChoose'] }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Layer of {odx.name}</label>
      <select
        id={id}
        value={odx.layer ?? WHICHEVER}
        onChange={({ target }) => onChoose(target.value === WHICHEVER ? undefined : target.value)}
        data-testid="odx-layer"
      >
        <option value={WHICHEVER}>the most specific one that knows a message</option>
        {odx.layers.map(({ layer, kind, services, dids, dtcs }) => (
          <option key={layer} value={layer}>
            {layer} ({kind}): {services.length} services, {dids.length} identifiers, {dtcs.length} trouble codes
          </option>
        ))}
      </select>
    </div>
  );
}
