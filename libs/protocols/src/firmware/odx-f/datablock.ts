import { concat, err, ok, type Result, showHex } from '@baylink/kernel';
import { childrenNamed, childText, descend, type XmlElement } from '../../xml/index.js';
import { bytesIn } from '../checksum/memory.js';
import type { FirmwareSegment } from '../image.js';
import { dataFormatOf, type FlashData } from './flash-data.js';
import { hexValue, sizeValue, sourceRange } from './values.js';

/** Bytes of one DATABLOCK at the addresses of the unit, in the order of its segments. */
export interface BlockContent {
  readonly segments: readonly FirmwareSegment[];
  /** The same at the addresses of the file, which the file's checksums are about. */
  readonly source: readonly FirmwareSegment[];
  readonly dataFormat: number;
}

/** Cuts the flash data into segments and moves them by TARGET-ADDR-OFFSET. The error is the rest of a sentence. */
export function blockContent(block: XmlElement, data: FlashData): Result<BlockContent, string> {
  if (childrenNamed(descend(block, 'FILTERS'), 'FILTER').length > 0)
    return err('has a DATABLOCK with FILTERS, which are not read; export it with segments instead');
  const offset = targetOffset(descend(block, 'TARGET-ADDR-OFFSET'));
  if (offset === undefined) return err('has a TARGET-ADDR-OFFSET that is no hex number');
  const listed = childrenNamed(descend(block, 'SEGMENTS'), 'SEGMENT');
  const cut = data.kind === 'addressed' ? cutAddressed(listed, data.segments) : cutPlain(listed, data);
  if (!cut.ok) return cut;
  const formats = formatsOf(listed, data.dataFormat);
  if (!formats.ok) return formats;
  const [dataFormat = data.dataFormat, other] = formats.value;
  if (other !== undefined) return err('packs the segments of one DATABLOCK in different ways');
  const segments = cut.value.map(({ address, bytes }) => ({ address: address + offset, bytes }));
  const below = segments.find(({ address }) => address < 0);
  if (below !== undefined) return err('has a NEG-OFFSET that leads below address 0');
  return ok({ segments, source: cut.value, dataFormat });
}

/** Bytes of the file by the file's own addresses; without segments all of them. */
function cutAddressed(
  listed: readonly XmlElement[],
  segments: readonly FirmwareSegment[],
): Result<readonly FirmwareSegment[], string> {
  if (listed.length === 0) return ok(segments);
  const cut: FirmwareSegment[] = [];
  for (const element of listed) {
    const range = sourceRange(element);
    if (range === undefined) return err(badRange(element));
    if (range.size === undefined) return err(`has the segment ${nameOf(element)} without an end or a size`);
    const parts = bytesIn(segments, { address: range.address, size: range.size }, undefined);
    if (!parts.ok)
      return err(`has the segment ${nameOf(element)} at ${showHex(range.address, 8)}, where the data has gaps`);
    cut.push({ address: range.address, bytes: concat(...parts.value) });
  }
  return ok(cut);
}

/** Bytes without addresses are those of the segments one after the other, all of them. */
function cutPlain(
  listed: readonly XmlElement[],
  { bytes }: { readonly bytes: Uint8Array },
): Result<readonly FirmwareSegment[], string> {
  if (listed.length === 0) return err('has BINARY data without a SEGMENT, so that nothing says where it belongs');
  const cut: FirmwareSegment[] = [];
  let at = 0;
  for (const element of listed) {
    const range = sourceRange(element);
    if (range === undefined) return err(badRange(element));
    const packed = sizeValue(childText(element, 'COMPRESSED-SIZE'));
    const size = packed ?? range.size ?? (listed.length === 1 ? bytes.length : 0);
    if (size === 0 || at + size > bytes.length)
      return err(`has the segment ${nameOf(element)} of ${size} bytes, and ${bytes.length - at} are left of its data`);
    cut.push({ address: range.address, bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  return at === bytes.length ? ok(cut) : err(`has ${bytes.length - at} bytes of data that belong to no segment`);
}

/** Different ways of packing among the segments; those that say nothing are packed like the data as a whole. */
function formatsOf(listed: readonly XmlElement[], whole: number): Result<readonly number[], string> {
  const formats = new Set<number>();
  for (const element of listed) {
    const method = descend(element, 'ENCRYPT-COMPRESS-METHOD');
    const format = method === undefined ? ok(whole) : dataFormatOf(method);
    if (!format.ok) return format;
    formats.add(format.value);
  }
  return ok([...formats]);
}

function targetOffset(element: XmlElement | undefined): number | undefined {
  if (element === undefined) return 0;
  const positive = hexValue(childText(element, 'POSITIVE-OFFSET'));
  const negative = hexValue(childText(element, 'NEGATIVE-OFFSET'));
  return element.attributes.get('xsi:type') === 'NEG-OFFSET' ? negative && -negative : positive;
}

const badRange = (element: XmlElement) =>
  `has the segment ${nameOf(element)} whose addresses are no hex digits without 0x, or whose size is not decimal`;

const nameOf = (element: XmlElement) =>
  `"${(childText(element, 'SHORT-NAME') ?? '').slice(0, 40).replace(/[^\x20-\x7e]/g, '.')}"`;
