import type { UnitFinding } from '@baylink/contracts';
import { memoryFault, showRange, type UnitProfile } from '@baylink/safety';
import type { FirmwareReport } from './firmware-report.js';

export interface Fit {
  readonly question: string;
  readonly holds: boolean | 'unknown';
  readonly sentence: string;
}

/** What can be said here about a file and a unit. The shop asks the same again, of the unit itself. */
export function fits(report: FirmwareReport, unit: UnitFinding, profile: UnitProfile | undefined): readonly Fit[] {
  return [memoryFit(report, profile), hardwareFit(report, unit), softwareNews(report, unit)];
}

function memoryFit(report: FirmwareReport, profile: UnitProfile | undefined): Fit {
  const question = 'Inside the memory of the unit';
  if (profile === undefined)
    return {
      question,
      holds: 'unknown',
      sentence: 'This console has no profile of the unit; the shop compares the file with its own.',
    };
  const fault = memoryFault(report.segments, profile);
  if (fault !== undefined) return { question, holds: false, sentence: fault.sentence };
  const map = profile.memory.map(({ start, end }) => showRange({ address: start, size: end - start })).join(', ');
  return { question, holds: true, sentence: `Every range lies in ${map}.` };
}

function hardwareFit(report: FirmwareReport, unit: UnitFinding): Fit {
  const question = 'Made for this hardware';
  const wanted = report.header?.hardwareId;
  if (wanted === undefined)
    return { question, holds: 'unknown', sentence: 'The image has no header that names its hardware.' };
  if (wanted === unit.hardware)
    return { question, holds: true, sentence: `The image and the unit both say ${wanted}.` };
  return {
    question,
    holds: false,
    sentence: `The image is for ${wanted}, the unit reports ${unit.hardware ?? 'nothing'}. Get the file for this hardware.`,
  };
}

function softwareNews(report: FirmwareReport, unit: UnitFinding): Fit {
  const question = 'Other software than now';
  const next = report.header?.softwareId ?? report.crc32;
  if (next === unit.software)
    return {
      question,
      holds: 'unknown',
      sentence: `The unit reports ${next} already; this would write the same again.`,
    };
  return { question, holds: true, sentence: `${unit.software ?? 'unknown'} becomes ${next}.` };
}
