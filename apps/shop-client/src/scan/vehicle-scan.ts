import type { DtcFinding, Refusal, Scan, UnitFinding } from '@baylink/contracts';
import { type Clock, concat, err, ok, type Result, showHex, uintBytes } from '@baylink/kernel';
import { decodePositive, nrcName, type Outcome, showDtc, statusBits } from '@baylink/protocols/uds';
import type { UnitProfile } from '@baylink/safety';
import type { Tester } from '../tester/tester.js';
import { identification } from './identification.table.js';

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
  readonly sentence: string;
}

export interface ScanResult {
  readonly scan: Scan;
  /** Every unit of the profile has answered. */
  readonly complete: boolean;
}

const TESTER_PRESENT = Uint8Array.of(0x3e, 0x00);
/** ReadDTCInformation reportDTCByStatusMask, every status bit. (ISO 14229-1 12.3) */
const ALL_TROUBLE_CODES = Uint8Array.of(0x19, 0x02, 0xff);

/** Looks at every unit of the vehicle: who is there, who it says it is, what it complains about. Changes nothing. */
export async function scanVehicle(
  tester: Tester,
  units: readonly UnitProfile[],
  clock: Clock,
  hear: (progress: ScanProgress) => void,
): Promise<Result<ScanResult, Refusal>> {
  hear({ done: 0, total: units.length, sentence: 'Asking every unit whether it is there.' });
  const present = await tester.askAll(TESTER_PRESENT);
  if (!present.ok) return present;
  const findings: UnitFinding[] = [];
  for (const [index, unit] of units.entries()) {
    hear({ done: index, total: units.length, sentence: `Reading ${unit.name} (${showHex(unit.address.logical, 4)}).` });
    const finding = await scanUnit(tester, unit);
    if (!finding.ok) return finding;
    findings.push(finding.value);
  }
  hear({ done: units.length, total: units.length, sentence: 'The scan is complete.' });
  const complete = findings.every((finding) => finding.vin !== null);
  return ok({ scan: { at: new Date(clock.wall()).toISOString(), units: findings }, complete });
}

/** One unit: its identification and its trouble codes. What it does not give is a sentence among its problems. */
export async function scanUnit(tester: Tester, unit: UnitProfile): Promise<Result<UnitFinding, Refusal>> {
  const logical = unit.address.logical;
  const problems: string[] = [];
  let known: Partial<UnitFinding> = {};
  for (const { did, read } of identification) {
    const outcome = await tester.ask(logical, concat(Uint8Array.of(0x22), uintBytes(did, 2)));
    if (!outcome.ok) return outcome;
    const response = outcome.value.kind === 'positive' ? decodePositive(outcome.value.bytes) : undefined;
    if (response?.service === 'ReadDataByIdentifier') known = { ...known, ...read(response.data) };
    else problems.push(`${showHex(did, 4)}: ${sentenceOf(outcome.value)}`);
  }
  const dtcs = await readTroubleCodes(tester, logical);
  if (!dtcs.ok) return dtcs;
  if (typeof dtcs.value === 'string') problems.push(`trouble codes: ${dtcs.value}`);
  return ok({
    ...UNKNOWN,
    ...known,
    unit: logical,
    name: unit.name,
    dtcs: typeof dtcs.value === 'string' ? [] : dtcs.value,
    problems,
  });
}

async function readTroubleCodes(tester: Tester, unit: number): Promise<Result<DtcFinding[] | string, Refusal>> {
  const outcome = await tester.ask(unit, ALL_TROUBLE_CODES);
  if (!outcome.ok) return err(outcome.error);
  const response = outcome.value.kind === 'positive' ? decodePositive(outcome.value.bytes) : undefined;
  if (response?.service !== 'ReadDTCInformation' || response.content.kind !== 'dtcs')
    return ok(sentenceOf(outcome.value));
  return ok(
    response.content.dtcs.map(({ dtc, status }) => ({
      code: dtc.toString(16).toUpperCase().padStart(6, '0'),
      text: showDtc(dtc),
      status,
      statusNames: statusBits(status),
    })),
  );
}

/** What became of a request, for people. */
export function sentenceOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'positive':
      return 'the unit answered with something else';
    case 'silent':
      return 'the unit took it without an answer, as asked';
    case 'negative':
      return `the unit refused: NRC ${showHex(outcome.nrc)} ${nrcName(outcome.nrc)}`;
    case 'timeout':
      return `no answer within ${Math.round(outcome.after)} ms (${outcome.timer})`;
    case 'link':
      return outcome.error.message;
    case 'refused':
      return `not sent: ${outcome.reason}`;
  }
}

const UNKNOWN = {
  vin: null,
  partNumber: null,
  hardware: null,
  softwareNumber: null,
  software: null,
  serial: null,
  fingerprint: null,
  session: null,
} as const;
