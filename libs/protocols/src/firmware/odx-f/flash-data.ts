import { err, fromHex, ok, type Result } from '@baylink/kernel';
import { childText, descend, type XmlElement } from '../../xml/index.js';
import type { FirmwareLimits, FirmwareSegment } from '../image.js';
import { parseIntelHex } from '../intel-hex.js';
import { parseSRecord } from '../s-record.js';
import { typedBytes } from './values.js';

/** What a FLASHDATA gives: bytes with addresses of their own, or bytes whose addresses its segments say. */
export type FlashData =
  | { readonly kind: 'addressed'; readonly segments: readonly FirmwareSegment[]; readonly dataFormat: number }
  | { readonly kind: 'plain'; readonly bytes: Uint8Array; readonly dataFormat: number };

/** Reads a file of the archive; the error is the rest of a sentence. */
export type FileOf = (name: string) => Result<Uint8Array, string>;

/** Unpacks what a FLASHDATA holds or names. The error is the rest of a sentence. */
export function readFlashData(element: XmlElement, fileOf: FileOf, limits: FirmwareLimits): Result<FlashData, string> {
  const dataFormat = dataFormatOf(descend(element, 'ENCRYPT-COMPRESS-METHOD'));
  if (!dataFormat.ok) return dataFormat;
  const selection = descend(element, 'DATAFORMAT')?.attributes.get('SELECTION') ?? '';
  const content = contentOf(element, selection, fileOf);
  if (!content.ok) return content;
  if (content.value.length > limits.fileBytes) return err(`has flash data of more than ${limits.fileBytes} bytes`);
  switch (selection) {
    case 'INTEL-HEX':
    case 'MOTOROLA-S': {
      const parse = selection === 'INTEL-HEX' ? parseIntelHex : parseSRecord;
      const image = parse(content.value, limits);
      if (!image.ok) return err(`has flash data that is damaged: ${image.error.message}`);
      return ok({ kind: 'addressed', segments: image.value.segments, dataFormat: dataFormat.value });
    }
    case 'BINARY':
      return ok({ kind: 'plain', bytes: content.value, dataFormat: dataFormat.value });
    default:
      return err(`has flash data in format "${selection.slice(0, 40)}"; INTEL-HEX, MOTOROLA-S and BINARY are read`);
  }
}

function contentOf(element: XmlElement, selection: string, fileOf: FileOf): Result<Uint8Array, string> {
  const type = element.attributes.get('xsi:type');
  if (type === 'EXTERN-FLASHDATA') {
    const name = childText(element, 'DATAFILE');
    return name === undefined ? err('has external flash data without a DATAFILE') : fileOf(name);
  }
  const text = childText(element, 'DATA');
  if (type !== 'INTERN-FLASHDATA' || text === undefined) return err('has flash data that is neither inside nor a file');
  if (selection !== 'BINARY') return ok(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
  const bytes = fromHex(text);
  return bytes === undefined ? err('has binary flash data that is not written in hex digits') : ok(bytes);
}

/** One byte that goes into RequestDownload as it is; 0x00 where nothing is said. */
export function dataFormatOf(method: XmlElement | undefined): Result<number, string> {
  if (method === undefined || method.text === '') return ok(0);
  const bytes = typedBytes(method);
  const value = bytes?.at(-1);
  if (bytes !== undefined && value !== undefined && bytes.slice(0, -1).every((byte) => byte === 0)) return ok(value);
  const shown = method.text.slice(0, 40).replace(/[^\x20-\x7e]/g, '.');
  return err(`is packed by the method "${shown}", which is no dataFormatIdentifier of one byte`);
}
