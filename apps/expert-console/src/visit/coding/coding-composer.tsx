import type { Plan, UnitFinding } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import { useState } from 'react';
import { namesOf } from '../odx/odx-names.js';
import { limitsOf, NO_BAND, readBand, type TypedBand } from '../plan/band.js';
import { BandFields } from '../plan/band-fields.js';
import { OfferPanel } from '../plan/offer-panel.js';
import { planHead } from '../plan/plan-head.js';
import { planTarget } from '../plan/plan-target.js';
import { blockingRows, type Reasons, SetAside, setAsideOf } from '../plan/set-aside.js';
import { useOffer } from '../plan/use-offer.js';
import { usePlanOccasion } from '../plan/use-plan-occasion.js';
import { unitProfileOf, useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import { addWrite, type CodingWrite, removeWrite } from './coding-draft.js';
import { CodingWrites } from './coding-writes.js';
import { knownDids } from './known-dids.js';
import { ValueEditor } from './value-editor.js';

/** One unit, a list of writes, one signature. Lives as long as the unit stays chosen. */
export function CodingComposer({ unit, onOffered }: { unit: UnitFinding; onOffered: () => void }) {
  const { model, description } = useVisit();
  const profile = useProfile();
  const unitProfile = unitProfileOf(profile, unit.unit);
  const occasion = usePlanOccasion();
  const [writes, setWrites] = useState<readonly CodingWrite[]>([]);
  const [reasons, setReasons] = useState<Reasons>(new Map());
  const [read, setRead] = useState(false);
  const [band, setBand] = useState<TypedBand>(NO_BAND);
  const limits = readBand(band);
  const { offer, send } = useOffer(() => {
    setWrites([]);
    setRead(false);
    onOffered();
  });
  const rows = model.scan.state === 'done' ? blockingRows(model.scan.scan.units, profile) : [];
  const target = planTarget(unit);
  const missing = [
    ...(target.ok ? [] : [target.error]),
    ...(limits.ok ? [] : [limits.error]),
    ...(writes.length > 0 ? [] : ['Read a value, change it and take it into the plan.']),
  ];
  const compose = (): Plan | undefined => {
    const now = occasion();
    const head = now === undefined ? undefined : planHead(unit, setAsideOf(rows, reasons), now);
    if (head === undefined || !head.ok || !limits.ok) return undefined;
    return {
      ...head.value,
      ...limitsOf(limits.value),
      kind: 'coding',
      recovery: { method: 'write-old-values' },
      writes: [...writes],
    };
  };
  return (
    <>
      <ValueEditor
        unit={unit}
        profile={unitProfile}
        onAdd={(write) => {
          const added = addWrite(writes, write);
          if (added.ok) setWrites(added.value);
        }}
      />
      <CodingWrites
        writes={writes}
        nameOf={(did) => knownDids(unitProfile, namesOf(description.odx, 'dids')).get(did)}
        onRemove={(did) => setWrites(removeWrite(writes, did))}
      />
      {writes.length === 0 ? null : (
        <>
          <SetAside rows={rows} reasons={reasons} onChange={setReasons} />
          <BandFields band={band} onChange={setBand} profile={profile} />
        </>
      )}
      <OfferPanel
        title="Coding plan"
        testId="coding-offer"
        missing={missing}
        confirmed={read}
        offer={offer}
        onOffer={() => send(compose)}
        step={
          <label className="check">
            <input
              type="checkbox"
              checked={read}
              onChange={(event) => setRead(event.target.checked)}
              data-testid="coding-confirm"
            />
            <span>
              I have compared before and after of {writes.map(({ did }) => showHex(did, 4)).join(', ')} and want them
              written to {unit.name} ({showHex(unit.unit, 4)}).
            </span>
          </label>
        }
      />
    </>
  );
}
