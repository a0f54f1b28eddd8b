import { byteCount } from '@baylink/kernel';
import { FIRMWARE_LIMITS, type FirmwareReading } from '@baylink/protocols/firmware';
import { showBytesCount } from '../../ui/show-size.js';
import type { FirmwareAnswer, FirmwareToRead } from './firmware-report.js';

const PATIENCE_MILLIS = 30_000;

/** Parses in a worker of its own, which ends with the answer. A worker that dies or hangs is a sentence too. */
export async function readInWorker(
  file: File,
  reading: FirmwareReading,
): Promise<{ answer: FirmwareAnswer; bytes: Uint8Array }> {
  if (file.size > FIRMWARE_LIMITS.fileBytes) {
    const limit = showBytesCount(FIRMWARE_LIMITS.fileBytes);
    const sentence = `${file.name} has ${showBytesCount(byteCount(file.size))}, and the limit is ${limit}. Check that it is the file for this unit.`;
    return { answer: refused(sentence), bytes: new Uint8Array() };
  }
  const bytes = new Uint8Array(await file.arrayBuffer());
  const worker = new Worker(new URL('./firmware.worker.ts', import.meta.url), { type: 'module' });
  try {
    return { answer: await answerOf(worker, bytes, reading, file.name), bytes };
  } finally {
    worker.terminate();
  }
}

const refused = (sentence: string): FirmwareAnswer => ({ ok: false, sentence, question: { about: 'nothing' } });

function answerOf(worker: Worker, bytes: Uint8Array, reading: FirmwareReading, name: string): Promise<FirmwareAnswer> {
  return new Promise((resolve) => {
    const give = (sentence: string) => resolve(refused(sentence));
    const timer = setTimeout(
      () => give(`${name} was not parsed within ${PATIENCE_MILLIS / 1000} s. Check that it is the file for this unit.`),
      PATIENCE_MILLIS,
    );
    worker.onmessage = (event: MessageEvent<FirmwareAnswer>) => {
      clearTimeout(timer);
      resolve(event.data);
    };
    worker.onerror = () => {
      clearTimeout(timer);
      give(`The browser ran out of means while parsing ${name}. Close other tabs and try again.`);
    };
    const copy = bytes.slice().buffer;
    worker.postMessage({ file: copy, reading } satisfies FirmwareToRead, [copy]);
  });
}
