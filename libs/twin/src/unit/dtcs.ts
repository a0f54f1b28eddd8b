import { bytesOf, concat, err, ok, type Result, uintBytes } from '@baylink/kernel';
import { NRC, type Nrc, type ReadDtcRequest } from '@baylink/protocols/uds';
import type { Dtc } from './nonvolatile.js';

const ALL_GROUPS = 0xffffff;
/** Every bit of statusOfDTC is supported by the sample units. */
const AVAILABILITY = 0xff;
/** testNotCompletedSinceLastClear and testNotCompletedThisOperationCycle. (ISO 14229-1 D.2) */
const CLEARED = 0x50;
/** DTCFormatIdentifier SAE_J2012-DA_DTCFormat_04. */
const FORMAT = 0x04;

type Report = (dtcs: readonly Dtc[], mask: number) => Uint8Array;

const REPORTS: ReadonlyMap<number, Report> = new Map<number, Report>([
  [0x01, (dtcs, mask) => concat(bytesOf(AVAILABILITY, FORMAT), uintBytes(matching(dtcs, mask).length, 2))],
  [0x02, (dtcs, mask) => records(matching(dtcs, mask))],
  [0x0a, (dtcs) => records(dtcs)],
]);

/** 0x19: reports 01, 02 and 0A; another one is NRC 0x12. */
export function readDtcs(dtcs: readonly Dtc[], request: ReadDtcRequest): Result<Uint8Array, Nrc> {
  const report = REPORTS.get(request.report);
  if (report === undefined) return err(NRC.subFunctionNotSupported);
  return ok(report(dtcs, request.select.by === 'statusMask' ? request.select.mask : AVAILABILITY));
}

/** 0x14: a fault that is present is stored again at once, everything else is forgotten. */
export function clearDtcs(dtcs: readonly Dtc[], group: number): Result<readonly Dtc[], Nrc> {
  if (group !== ALL_GROUPS && !dtcs.some(({ code }) => code === group)) return err(NRC.requestOutOfRange);
  return ok(
    dtcs.map((dtc) =>
      dtc.present || (group !== ALL_GROUPS && dtc.code !== group) ? dtc : { ...dtc, status: CLEARED },
    ),
  );
}

const matching = (dtcs: readonly Dtc[], mask: number): readonly Dtc[] => dtcs.filter(({ status }) => status & mask);

const records = (dtcs: readonly Dtc[]): Uint8Array =>
  concat(bytesOf(AVAILABILITY), ...dtcs.map(({ code, status }) => concat(uintBytes(code, 3), bytesOf(status))));
