import { equalBytes, err, ok, type Result, uintBytes } from '@baylink/kernel';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import { CHECKSUM_ALGORITHMS, checksumNamed } from '../checksum/algorithms.table.js';
import { bytesIn } from '../checksum/memory.js';
import type { FileCheck, FirmwareSegment } from '../image.js';
import { hexValue, sourceRange, typedBytes } from './values.js';

/**
 * CHECKSUMS of a session over the flash data as it is in the file. An algorithm that is the maker's own, or packed
 * data, leaves the check to the unit. The error is the rest of a sentence.
 */
export function sessionChecks(
  session: XmlElement,
  segments: readonly FirmwareSegment[],
  dataFormat: number,
): Result<readonly FileCheck[], string> {
  const checks: FileCheck[] = [];
  for (const element of childrenNamed(descend(session, 'CHECKSUMS'), 'CHECKSUM')) {
    const title = `${shown(childText(element, 'CHECKSUM-ALG') ?? 'checksum')} "${shown(childText(element, 'SHORT-NAME') ?? '')}"`;
    const algorithm = checksumNamed(childText(element, 'CHECKSUM-ALG') ?? '');
    if (algorithm === undefined || dataFormat !== 0) {
      checks.push({ name: title, result: 'opaque' });
      continue;
    }
    const range = sourceRange(element);
    const wanted = typedBytes(descend(element, 'CHECKSUM-RESULT'));
    if (range?.size === undefined || wanted === undefined) return err(`has the ${title} without range or result`);
    const parts = bytesIn(
      segments,
      { address: range.address, size: range.size },
      hexValue(childText(element, 'FILLBYTE')),
    );
    if (!parts.ok) return err(`has the ${title}, but ${parts.error}`);
    const { width, compute } = CHECKSUM_ALGORITHMS[algorithm];
    const computed = uintBytes(compute(parts.value), width);
    const stored = wanted.length > width ? wanted.subarray(wanted.length - width) : wanted;
    if (!equalBytes(stored, computed)) return err(`has the ${title}, which its bytes do not give`);
    checks.push({ name: title, result: 'holds' });
  }
  return ok(checks);
}

const shown = (text: string) => text.slice(0, 40).replace(/[^\x20-\x7e]/g, '.');
