import type { FirmwareReading } from '@baylink/protocols/firmware';
import { useRef, useState } from 'react';
import type { FirmwareReport } from './firmware-report.js';
import { type PublisherSignature, readSignature, UNSIGNED } from './publisher-signature.js';
import { readInWorker } from './read-in-worker.js';
import type { ReadingQuestion } from './reading-question.js';

/** The file that was picked, with what it leaves open and what was said about that. */
interface Picked {
  readonly file: File;
  readonly name: string;
  readonly question: ReadingQuestion;
  readonly reading: FirmwareReading;
  readonly signature: PublisherSignature;
}

export type Firmware =
  | { readonly state: 'none' }
  | ({ readonly state: 'reading' } & Picked)
  | ({ readonly state: 'refused'; readonly sentence: string } & Picked)
  | ({ readonly state: 'read'; readonly report: FirmwareReport; readonly bytes: Uint8Array } & Picked);

/** The file that was picked last; the answer to an earlier one, or to an earlier word about it, is dropped. */
export function useFirmware() {
  const [firmware, setFirmware] = useState<Firmware>({ state: 'none' });
  const latest = useRef<Picked>(undefined);

  const read = async (picked: Picked) => {
    latest.current = picked;
    setFirmware({ state: 'reading', ...picked });
    const { answer, bytes } = await readInWorker(picked.file, picked.reading);
    if (latest.current !== picked) return;
    if (answer.ok) return setFirmware({ state: 'read', ...picked, report: answer.report, bytes });
    const question = answer.question.about === 'nothing' ? picked.question : answer.question;
    setFirmware({ state: 'refused', ...picked, question, sentence: answer.sentence });
  };

  return {
    firmware,
    pick: (file: File) =>
      read({ file, name: file.name, question: { about: 'nothing' }, reading: {}, signature: UNSIGNED }),
    /** Reads the same file again as it is meant. */
    answer: (reading: FirmwareReading) =>
      firmware.state === 'none'
        ? Promise.resolve()
        : read({
            ...{ file: firmware.file, name: firmware.name, question: firmware.question },
            ...{ reading, signature: firmware.signature },
          }),
    sign: async (file: File) => {
      const signature = readSignature(file.name, await file.text());
      setFirmware((now) => (now.state === 'none' ? now : { ...now, signature }));
    },
  };
}
