import { showHex, unreachable } from '@baylink/kernel';
import type { CarOut } from '@baylink/twin';

type Reported = Extract<CarOut, { kind: 'report' }>;

/** One line for people about what a unit has done. */
export function reportText({ unit, report }: Reported): string {
  switch (report.kind) {
    case 'started':
      return `${unit}: started its ${report.running}${report.reason === undefined ? '' : ` (${report.reason})`}`;
    case 'reset':
      return `${unit}: resets`;
    case 'power-lost':
      return `${unit}: lost its supply`;
    case 'bricked':
      return `${unit}: BRICKED (${report.why}); it answers nothing any more`;
    case 'session':
      return `${unit}: session ${showHex(report.session)}${report.cause === 's3' ? ', its tester fell silent' : ''}`;
    case 'erase-began':
      return `${unit}: erases ${report.size} bytes at ${showHex(report.start, 8)}`;
    case 'erase-ended':
      return `${unit}: erase ${report.result === 'erased' ? 'done' : 'failed'}`;
    case 'block':
      return `${unit}: block ${report.number}, ${report.size} bytes at ${showHex(report.address, 8)}`;
    case 'value-written':
      return `${unit}: DID ${showHex(report.did, 4)} written`;
    default:
      return unreachable(report);
  }
}
