import { useRef, useState } from 'react';
import type { FirmwareReport } from './firmware-report.js';
import { readInWorker } from './read-in-worker.js';

export type Firmware =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly name: string }
  | { readonly state: 'refused'; readonly name: string; readonly sentence: string }
  | { readonly state: 'read'; readonly name: string; readonly report: FirmwareReport; readonly bytes: Uint8Array };

/** The file that was picked last; the answer to an earlier one that comes late is dropped. */
export function useFirmware() {
  const [firmware, setFirmware] = useState<Firmware>({ state: 'none' });
  const latest = useRef<File>(undefined);
  const pick = async (file: File) => {
    latest.current = file;
    const { name } = file;
    setFirmware({ state: 'reading', name });
    const { answer, bytes } = await readInWorker(file);
    if (latest.current !== file) return;
    setFirmware(
      answer.ok
        ? { state: 'read', name, report: answer.report, bytes }
        : { state: 'refused', name, sentence: answer.sentence },
    );
  };
  return { firmware, pick };
}
