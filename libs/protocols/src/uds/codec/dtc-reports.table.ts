/** How the request of a report goes on after its sub-function. */
export type DtcRequestForm = 'all' | 'statusMask' | 'dtc' | 'raw';
/** What its response carries after the sub-function. */
export type DtcResponseForm = 'count' | 'dtcs' | 'records' | 'raw';

export interface DtcReportEntry {
  readonly report: number;
  readonly name: string;
  readonly request: DtcRequestForm;
  readonly response: DtcResponseForm;
}

const row = (report: number, name: string, request: DtcRequestForm, response: DtcResponseForm): DtcReportEntry => ({
  report,
  name,
  request,
  response,
});

/** Sub-functions of ReadDTCInformation; one that is missing here is carried as raw bytes. (ISO 14229-1 0x19) */
const REPORTS: readonly DtcReportEntry[] = [
  row(0x01, 'reportNumberOfDTCByStatusMask', 'statusMask', 'count'),
  row(0x02, 'reportDTCByStatusMask', 'statusMask', 'dtcs'),
  row(0x03, 'reportDTCSnapshotIdentification', 'all', 'raw'),
  row(0x04, 'reportDTCSnapshotRecordByDTCNumber', 'dtc', 'records'),
  row(0x05, 'reportDTCStoredDataByRecordNumber', 'raw', 'raw'),
  row(0x06, 'reportDTCExtDataRecordByDTCNumber', 'dtc', 'records'),
  row(0x07, 'reportNumberOfDTCBySeverityMaskRecord', 'raw', 'count'),
  row(0x08, 'reportDTCBySeverityMaskRecord', 'raw', 'raw'),
  row(0x09, 'reportSeverityInformationOfDTC', 'raw', 'raw'),
  row(0x0a, 'reportSupportedDTC', 'all', 'dtcs'),
  row(0x0b, 'reportFirstTestFailedDTC', 'all', 'dtcs'),
  row(0x0c, 'reportFirstConfirmedDTC', 'all', 'dtcs'),
  row(0x0d, 'reportMostRecentTestFailedDTC', 'all', 'dtcs'),
  row(0x0e, 'reportMostRecentConfirmedDTC', 'all', 'dtcs'),
  row(0x14, 'reportDTCFaultDetectionCounter', 'all', 'raw'),
  row(0x15, 'reportDTCWithPermanentStatus', 'all', 'dtcs'),
  row(0x16, 'reportDTCExtDataRecordByRecordNumber', 'raw', 'raw'),
  row(0x17, 'reportUserDefMemoryDTCByStatusMask', 'raw', 'raw'),
  row(0x18, 'reportUserDefMemoryDTCSnapshotRecordByDTCNumber', 'raw', 'raw'),
  row(0x19, 'reportUserDefMemoryDTCExtDataRecordByDTCNumber', 'raw', 'raw'),
  row(0x1a, 'reportSupportedDTCExtDataRecord', 'raw', 'raw'),
  row(0x42, 'reportWWHOBDDTCByMaskRecord', 'raw', 'raw'),
  row(0x55, 'reportWWHOBDDTCWithPermanentStatus', 'raw', 'raw'),
  row(0x56, 'reportDTCInformationByDTCReadinessGroupIdentifier', 'raw', 'raw'),
];

const BY_REPORT = new Map(REPORTS.map((entry) => [entry.report, entry]));

export const dtcReport = (report: number): DtcReportEntry =>
  BY_REPORT.get(report) ?? row(report, 'ISOSAEReserved', 'raw', 'raw');

export const DTC_REPORT_NAMES: ReadonlyMap<number, string> = new Map(REPORTS.map(({ report, name }) => [report, name]));
