import type { ProgrammingPlan, UnitFinding } from '@baylink/contracts';
import { byteCount, ok } from '@baylink/kernel';
import { useState } from 'react';
import { Meter } from '../../ui/meter.js';
import { showBytesCount } from '../../ui/show-size.js';
import { limitsOf, NO_BAND, readBand, type TypedBand } from '../plan/band.js';
import { BandFields } from '../plan/band-fields.js';
import { OfferPanel } from '../plan/offer-panel.js';
import { planHead } from '../plan/plan-head.js';
import { planTarget } from '../plan/plan-target.js';
import { blockingRows, type Reasons, SetAside, setAsideOf } from '../plan/set-aside.js';
import { useOffer } from '../plan/use-offer.js';
import { usePlanOccasion } from '../plan/use-plan-occasion.js';
import { isEndOfVin, VinStep } from '../plan/vin-step.js';
import { unitProfileOf, useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import { BlockChoice, namedBlocks } from './block-choice.js';
import { FilePicker } from './file-picker.js';
import { FirmwarePanel } from './firmware-panel.js';
import { fits } from './fits.js';
import { GatesPreview } from './gates-preview.js';
import { snapshotDids } from './snapshot-dids.js';
import { type Firmware, useFirmware } from './use-firmware.js';

/** One unit, one file, one signature. Lives as long as the unit stays chosen. */
export function FlashComposer({ unit, onOffered }: { unit: UnitFinding; onOffered: () => void }) {
  const { model, actions } = useVisit();
  const profile = useProfile();
  const unitProfile = unitProfileOf(profile, unit.unit);
  const occasion = usePlanOccasion();
  const { firmware, pick, answer, sign } = useFirmware();
  const original = useFirmware();
  const [reasons, setReasons] = useState<Reasons>(new Map());
  const [vinTyped, setVinTyped] = useState('');
  const [band, setBand] = useState<TypedBand>(NO_BAND);
  const [blocks, setBlocks] = useState<readonly string[]>([]);
  const limits = readBand(band);
  const named = namedBlocks(blocks);
  const { offer, send } = useOffer(() => {
    setVinTyped('');
    onOffered();
  });
  const file = firmware.state === 'read' ? firmware : undefined;
  const way = original.firmware.state === 'read' ? original.firmware : undefined;
  const fit = file === undefined ? [] : fits(file.report, unit, unitProfile);
  const rows = model.scan.state === 'done' ? blockingRows(model.scan.scan.units, profile) : [];
  const target = planTarget(unit);
  const missing = [
    ...(target.ok ? [] : [target.error]),
    ...(file === undefined ? ['Pick the firmware file.'] : []),
    ...(limits.ok ? [] : [limits.error]),
    ...(named.length === 0 && (unitProfile?.memory.length ?? 0) > 1
      ? ['Choose the memory blocks that are written: this unit has several.']
      : []),
    ...(original.firmware.state === 'refused' ? [original.firmware.sentence] : []),
    ...[file, way].flatMap((one) => (one === undefined || one.signature.ok ? [] : [one.signature.error])),
    ...fit.flatMap(({ holds, sentence }) => (holds === false ? [sentence] : [])),
  ];
  const compose = (): ProgrammingPlan | undefined => {
    const now = occasion();
    const head = now === undefined ? undefined : planHead(unit, setAsideOf(rows, reasons), now);
    if (head === undefined || !head.ok || file === undefined || !limits.ok) return undefined;
    const { header, crc32 } = file.report;
    return {
      ...head.value,
      ...limitsOf(limits.value),
      kind: 'programming',
      recovery: { method: 'restore-backup' },
      file: { ...planFile(file), ...(named.length === 0 ? {} : { blocks: named }) },
      ...(way === undefined ? {} : { original: planFile(way) }),
      snapshot: snapshotDids(unitProfile),
      expectSoftware: header?.softwareId ?? crc32,
    };
  };
  const sendFiles = async (tell: (step: React.ReactNode) => void) => {
    for (const one of way === undefined ? [file] : [file, way]) {
      const sent = await sendFile(one, tell);
      if (!sent.ok) return sent;
    }
    return ok();
  };
  const sendFile = (one: ReadFirmware | undefined, tell: (step: React.ReactNode) => void) => {
    const { name, bytes } = one ?? { name: '', bytes: new Uint8Array() };
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
        which="firmware"
        title="Firmware file"
        label="Pick an Intel HEX, S-record, VBF, ODX-F or PDX file, or plain bytes, or drop it here"
        firmware={firmware}
        onPick={(picked) => void pick(picked)}
        onRead={(reading) => void answer(reading)}
        onSign={(signature) => void sign(signature)}
      />
      {file === undefined ? null : <FirmwarePanel name={file.name} report={file.report} fit={fit} />}
      {file === undefined ? null : (
        <FilePicker
          which="original"
          title="Original file, where the unit refuses to be read"
          label="The maker's file of the software that is there now, or drop it here; without one such a unit is not programmed"
          firmware={original.firmware}
          onPick={(picked) => void original.pick(picked)}
          onRead={(reading) => void original.answer(reading)}
          onSign={(signature) => void original.sign(signature)}
        />
      )}
      <SetAside rows={file === undefined ? [] : rows} reasons={reasons} onChange={setReasons} />
      {file === undefined ? null : (
        <>
          <BlockChoice profile={unitProfile} blocks={blocks} onChange={setBlocks} />
          <BandFields band={band} profile={profile} onChange={setBand} />
        </>
      )}
      {file === undefined ? null : <GatesPreview unit={unit} report={file.report} plan={compose()} />}
      <OfferPanel
        title="Programming plan"
        testId="programming-offer"
        missing={missing}
        confirmed={target.ok && isEndOfVin(vinTyped, target.value.vin)}
        offer={offer}
        onOffer={() => send(compose, sendFiles)}
        step={<VinStep vin={target.ok ? target.value.vin : ''} typed={vinTyped} onType={setVinTyped} />}
      />
    </>
  );
}

type ReadFirmware = Extract<Firmware, { state: 'read' }>;

const planFile = ({ name, report, reading, signature }: ReadFirmware): ProgrammingPlan['file'] => ({
  name,
  sha256: report.sha256,
  size: report.fileBytes,
  ...reading,
  ...(signature.ok && signature.value !== undefined ? { signature: signature.value } : {}),
});
