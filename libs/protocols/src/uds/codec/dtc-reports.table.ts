/** How the request of a report goes on after its sub-function. */
export type DtcRequestForm =
  | 'all'
  | 'statusMask'
  | 'severityMask'
  | 'dtc'
  | 'dtcAlone'
  | 'record'
  | 'memoryMask'
  | 'memoryDtc'
  | 'group'
  | 'groupMask'
  | 'groupReadiness'
  | 'raw';
/** What its response carries after the sub-function. */
export type DtcResponseForm =
  | 'count'
  | 'dtcs'
  | 'records'
  | 'identification'
  | 'counters'
  | 'severities'
  | 'memoryDtcs'
  | 'memoryRecords'
  | 'groupSeverities'
  | 'groupDtcs'
  | 'groupReadiness'
  | 'recordFirst'
  | 'recordSupport'
  | 'raw';

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

/** Sub-functions of ReadDTCInformation; one that is missing here is carried as raw bytes. 0x0F to 0x13 are of the 2013 edition. (ISO 14229-1 0x19) */
const REPORTS: readonly DtcReportEntry[] = [
  row(0x01, 'reportNumberOfDTCByStatusMask', 'statusMask', 'count'),
  row(0x02, 'reportDTCByStatusMask', 'statusMask', 'dtcs'),
  row(0x03, 'reportDTCSnapshotIdentification', 'all', 'identification'),
  row(0x04, 'reportDTCSnapshotRecordByDTCNumber', 'dtc', 'records'),
  row(0x05, 'reportDTCStoredDataByRecordNumber', 'record', 'recordFirst'),
  row(0x06, 'reportDTCExtDataRecordByDTCNumber', 'dtc', 'records'),
  row(0x07, 'reportNumberOfDTCBySeverityMaskRecord', 'severityMask', 'count'),
  row(0x08, 'reportDTCBySeverityMaskRecord', 'severityMask', 'severities'),
  row(0x09, 'reportSeverityInformationOfDTC', 'dtcAlone', 'severities'),
  row(0x0a, 'reportSupportedDTC', 'all', 'dtcs'),
  row(0x0b, 'reportFirstTestFailedDTC', 'all', 'dtcs'),
  row(0x0c, 'reportFirstConfirmedDTC', 'all', 'dtcs'),
  row(0x0d, 'reportMostRecentTestFailedDTC', 'all', 'dtcs'),
  row(0x0e, 'reportMostRecentConfirmedDTC', 'all', 'dtcs'),
  row(0x0f, 'reportMirrorMemoryDTCByStatusMask', 'statusMask', 'dtcs'),
  row(0x10, 'reportMirrorMemoryDTCExtDataRecordByDTCNumber', 'dtc', 'records'),
  row(0x11, 'reportNumberOfMirrorMemoryDTCByStatusMask', 'statusMask', 'count'),
  row(0x12, 'reportNumberOfEmissionsOBDDTCByStatusMask', 'statusMask', 'count'),
  row(0x13, 'reportEmissionsOBDDTCByStatusMask', 'statusMask', 'dtcs'),
  row(0x14, 'reportDTCFaultDetectionCounter', 'all', 'counters'),
  row(0x15, 'reportDTCWithPermanentStatus', 'all', 'dtcs'),
  row(0x16, 'reportDTCExtDataRecordByRecordNumber', 'record', 'recordFirst'),
  row(0x17, 'reportUserDefMemoryDTCByStatusMask', 'memoryMask', 'memoryDtcs'),
  row(0x18, 'reportUserDefMemoryDTCSnapshotRecordByDTCNumber', 'memoryDtc', 'memoryRecords'),
  row(0x19, 'reportUserDefMemoryDTCExtDataRecordByDTCNumber', 'memoryDtc', 'memoryRecords'),
  row(0x1a, 'reportSupportedDTCExtDataRecord', 'record', 'recordSupport'),
  row(0x42, 'reportWWHOBDDTCByMaskRecord', 'groupMask', 'groupSeverities'),
  row(0x55, 'reportWWHOBDDTCWithPermanentStatus', 'group', 'groupDtcs'),
  row(0x56, 'reportDTCInformationByDTCReadinessGroupIdentifier', 'groupReadiness', 'groupReadiness'),
];

const BY_REPORT = new Map(REPORTS.map((entry) => [entry.report, entry]));

export const dtcReport = (report: number): DtcReportEntry =>
  BY_REPORT.get(report) ?? row(report, 'ISOSAEReserved', 'raw', 'raw');

export const DTC_REPORT_NAMES: ReadonlyMap<number, string> = new Map(REPORTS.map(({ report, name }) => [report, name]));
