import { concat, err, ok, type Result, uintBytes } from '@baylink/kernel';
import { FILE_OPERATION, type FileTransferRequest, NRC, type Nrc } from '@baylink/protocols/uds';
import type { UnitProfile } from './profile.js';

const WIDTH = 4;

const textBytes = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** The bytes that a granted request will send: a file, or the names below a directory, a line each. */
export function openFile(
  { files }: UnitProfile,
  { operation, path, dataFormat }: FileTransferRequest,
): Result<Uint8Array, Nrc> {
  const wanted = String.fromCharCode(...path);
  if (operation === FILE_OPERATION.readFile) {
    const contents = files.get(wanted);
    return contents === undefined || dataFormat !== 0 ? err(NRC.requestOutOfRange) : ok(textBytes(contents));
  }
  if (operation !== FILE_OPERATION.readDir) return err(NRC.uploadDownloadNotAccepted);
  const directory = wanted.endsWith('/') ? wanted : `${wanted}/`;
  const names = [...files.keys()].filter((name) => name.startsWith(directory));
  return names.length === 0 ? err(NRC.requestOutOfRange) : ok(textBytes(names.map((name) => `${name}\n`).join('')));
}

/** dataFormat and sizes as a 78 carries them after the block length. */
export const openedAnswer = (operation: number, length: number): Uint8Array =>
  concat(
    Uint8Array.of(0),
    uintBytes(WIDTH, 2),
    uintBytes(length, WIDTH),
    operation === FILE_OPERATION.readFile ? uintBytes(length, WIDTH) : new Uint8Array(),
  );
