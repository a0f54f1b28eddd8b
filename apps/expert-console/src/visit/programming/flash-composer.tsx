import type { ProgrammingPlan, UnitFinding } from '@baylink/contracts';
import { byteCount } from '@baylink/kernel';
import { useState } from 'react';
import { Meter } from '../../ui/meter.js';
import { showBytesCount } from '../../ui/show-size.js';
import { OfferPanel } from '../plan/offer-panel.js';
import { planHead } from '../plan/plan-head.js';
import { planTarget } from '../plan/plan-target.js';
import { blockingRows, type Reasons, SetAside, setAsideOf } from '../plan/set-aside.js';
import { useOffer } from '../plan/use-offer.js';
import { usePlanOccasion } from '../plan/use-plan-occasion.js';
import { isEndOfVin, VinStep } from '../plan/vin-step.js';
import { unitProfileOf, useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import { FilePicker } from './file-picker.js';
import { FirmwarePanel } from './firmware-panel.js';
import { fits } from './fits.js';
import { GatesPreview } from './gates-preview.js';
import { snapshotDids } from './snapshot-dids.js';
import { useFirmware } from './use-firmware.js';

/** One unit, one file, one signature. Lives as long as the unit stays chosen. */
export function FlashComposer({ unit, onOffered }: { unit: UnitFinding; onOffered: () => void }) {
  const { model, actions } = useVisit();
  const profile = useProfile();
  const unitProfile = unitProfileOf(profile, unit.unit);
  const occasion = usePlanOccasion();
  const { firmware, pick, answer } = useFirmware();
  const [reasons, setReasons] = useState<Reasons>(new Map());
  const [vinTyped, setVinTyped] = useState('');
  const { offer, send } = useOffer(() => {
    setVinTyped('');
    onOffered();
  });
  const file = firmware.state === 'read' ? firmware : undefined;
  const fit = file === undefined ? [] : fits(file.report, unit, unitProfile);
  const rows = model.scan.state === 'done' ? blockingRows(model.scan.scan.units, profile) : [];
  const target = planTarget(unit);
  const missing = [
    ...(target.ok ? [] : [target.error]),
    ...(file === undefined ? ['Pick the firmware file.'] : []),
    ...fit.flatMap(({ holds, sentence }) => (holds === false ? [sentence] : [])),
  ];
  const compose = (): ProgrammingPlan | undefined => {
    const now = occasion();
    const head = now === undefined ? undefined : planHead(unit, setAsideOf(rows, reasons), now);
    if (head === undefined || !head.ok || file === undefined) return undefined;
    const { sha256, fileBytes, header, crc32 } = file.report;
    return {
      ...head.value,
      kind: 'programming',
      recovery: { method: 'restore-backup' },
      file: { name: file.name, sha256, size: fileBytes, ...file.reading },
      snapshot: snapshotDids(unitProfile),
      expectSoftware: header?.softwareId ?? crc32,
    };
  };
  const sendFile = (tell: (step: React.ReactNode) => void) => {
    const { name, bytes } = file ?? { name: '', bytes: new Uint8Array() };
    const size = showBytesCount(byteCount(bytes.length));
    return actions.stage({ name, bytes }, (sent) =>
      tell(
        <Meter
          label={`Sending ${name} to the shop`}
          done={sent}
          total={bytes.length}
          figures={`${showBytesCount(byteCount(sent))} of ${size}`}
          testId="file-progress"
        />,
      ),
    );
  };
  return (
    <>
      <FilePicker
        firmware={firmware}
        onPick={(picked) => void pick(picked)}
        onRead={(reading) => void answer(reading)}
      />
      {file === undefined ? null : <FirmwarePanel name={file.name} report={file.report} fit={fit} />}
      <SetAside rows={file === undefined ? [] : rows} reasons={reasons} onChange={setReasons} />
      {file === undefined ? null : <GatesPreview unit={unit} report={file.report} plan={compose()} />}
      <OfferPanel
        title="Programming plan"
        testId="programming-offer"
        missing={missing}
        confirmed={target.ok && isEndOfVin(vinTyped, target.value.vin)}
        offer={offer}
        onOffer={() => send(compose, sendFile)}
        step={<VinStep vin={target.ok ? target.value.vin : ''} typed={vinTyped} onType={setVinTyped} />}
      />
    </>
  );
}
