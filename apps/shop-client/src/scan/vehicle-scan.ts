import type { DtcFinding, Refusal, Scan, UnitFinding } from '@baylink/contracts';
import { type Clock, err, ok, type Result, showHex } from '@baylink/kernel';
import { nrcName, type Outcome } from '@baylink/protocols/uds';
import type { UnitProfile } from '@baylink/safety';
import type { Answers } from '../tester/functional-session.js';
import type { Tester } from '../tester/tester.js';
import { identification } from './identification.table.js';
import { everybodys, SCAN_WORDS, type ScanWords } from './scan-words.table.js';

export interface ScanProgress {
  readonly done: number;
  readonly total: number;
  readonly sentence: string;
}

export interface ScanResult {
  readonly scan: Scan;
  /** Every unit of the profile has answered, or where it lists none, somebody has. */
  readonly complete: boolean;
}

/** Looks at every unit of the vehicle: who is there, who it says it is, what it complains about. Changes nothing. */
export async function scanVehicle(
  tester: Tester,
  units: readonly UnitProfile[],
  clock: Clock,
  hear: (progress: ScanProgress) => void,
): Promise<Result<ScanResult, Refusal>> {
  hear({ done: 0, total: units.length, sentence: 'Asking every unit whether it is there.' });
  const present = await whoIsThere(tester, units);
  if (!present.ok) return present;
  const listed = units.map(({ name, address, dialect }) => ({ name, logical: address.logical, dialect }));
  const all = [...listed, ...strangers(present.value, listed)];
  if (all.length === 0) return err(nobody(present.value));
  const findings: UnitFinding[] = [];
  for (const [index, unit] of all.entries()) {
    hear({ done: index, total: all.length, sentence: `Reading ${unit.name} (${showHex(unit.logical, 4)}).` });
    const finding = await scanUnit(tester, unit);
    if (!finding.ok) return finding;
    findings.push(finding.value);
  }
  hear({ done: all.length, total: all.length, sentence: 'The scan is complete.' });
  const complete = findings.length > 0 && findings.slice(0, listed.length).every(({ vin }) => vin !== null);
  return ok({ scan: { at: new Date(clock.wall()).toISOString(), units: findings }, complete });
}

/** Of a car in no profile nobody knows with which identifiers it is asked: a link that can do both tries the others next. */
async function whoIsThere(tester: Tester, units: readonly UnitProfile[]): Promise<Result<Answers, Refusal>> {
  const ask = () => tester.askAll(SCAN_WORDS[everybodys(units)].present);
  const present = await ask();
  const silent = present.ok && present.value.kind === 'answers' && present.value.answers.length === 0;
  return silent && units.length === 0 ? ask() : present;
}

/** An empty scan would look like a car without faults. */
function nobody(present: Answers): Refusal {
  const why =
    present.kind === 'link' ? present.error.message : 'nobody answered what was asked of all: switch the ignition on.';
  const next = 'If it stays so, start the shop client with the profile of this vehicle.';
  return { rule: 'SHP-R101', sentence: `No unit was found: ${why} ${next}` };
}

/** A unit as far as reading it needs to know it. */
export interface ReadableUnit {
  readonly name: string;
  readonly logical: number;
  /** ISO 14229-1 where nobody has said. */
  readonly dialect?: UnitProfile['dialect'];
}

/** Units that have answered everybody's question and that the profile does not know: they are read like the others. */
function strangers(present: Answers, listed: readonly ReadableUnit[]): readonly ReadableUnit[] {
  if (present.kind !== 'answers') return [];
  const known = new Set(listed.map(({ logical }) => logical));
  const others = present.answers.flatMap(({ from }) => (typeof from === 'number' && !known.has(from) ? [from] : []));
  return [...new Set(others)]
    .sort((a, b) => a - b)
    .map((logical) => ({ name: `unit ${showHex(logical, 4)}`, logical }));
}

/** One unit: its identification and its trouble codes. What it does not give is a sentence among its problems. */
export async function scanUnit(
  tester: Tester,
  { name, logical, dialect = 'uds' }: ReadableUnit,
): Promise<Result<UnitFinding, Refusal>> {
  const words = SCAN_WORDS[dialect];
  const problems: string[] = [];
  let known: Partial<UnitFinding> = {};
  for (const { did, read } of identification) {
    const outcome = await tester.ask(logical, words.identify(did));
    if (!outcome.ok) return outcome;
    if (outcome.value.kind === 'positive') known = { ...known, ...read(words.identification(outcome.value.bytes)) };
    else problems.push(`${showHex(did, 4)}: ${sentenceOf(outcome.value)}`);
  }
  const dtcs = await readTroubleCodes(tester, logical, words);
  if (!dtcs.ok) return dtcs;
  if (typeof dtcs.value === 'string') problems.push(`trouble codes: ${dtcs.value}`);
  return ok({
    ...UNKNOWN,
    ...known,
    unit: logical,
    name,
    dtcs: typeof dtcs.value === 'string' ? [] : dtcs.value,
    problems,
  });
}

async function readTroubleCodes(
  tester: Tester,
  unit: number,
  words: ScanWords,
): Promise<Result<DtcFinding[] | string, Refusal>> {
  const outcome = await tester.ask(unit, words.readDtcs);
  if (!outcome.ok) return err(outcome.error);
  const dtcs = outcome.value.kind === 'positive' ? words.dtcs(outcome.value.bytes) : undefined;
  return ok(dtcs ?? sentenceOf(outcome.value));
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
