import { FIRMWARE_LIMITS } from '@baylink/protocols/firmware';
import type { OdxSummary } from '@baylink/protocols/odx';
import { useEffect, useRef, useState } from 'react';
import { OdxReader } from './odx-reader.js';

export type Odx =
  | { readonly state: 'none' }
  | { readonly state: 'reading'; readonly name: string }
  | { readonly state: 'refused'; readonly name: string; readonly sentence: string }
  | {
      readonly state: 'read';
      readonly name: string;
      readonly layers: readonly OdxSummary[];
      /** The one that the expert has chosen; undefined: the most specific one that knows a message. */
      readonly layer: string | undefined;
      readonly reader: OdxReader;
    };

export interface OdxOfVisit {
  readonly odx: Odx;
  readonly load: (file: File) => Promise<void>;
  readonly choose: (layer: string | undefined) => void;
}

/** The description that was loaded last. It stays in this browser. */
export function useOdx(): OdxOfVisit {
  const [odx, setOdx] = useState<Odx>({ state: 'none' });
  const latest = useRef<OdxReader>(undefined);
  useEffect(() => () => latest.current?.end(), []);

  const load = async (file: File) => {
    const { name } = file;
    if (file.size > FIRMWARE_LIMITS.fileBytes) {
      const sentence = `The file has ${file.size} bytes, and at most ${FIRMWARE_LIMITS.fileBytes} are read.`;
      return setOdx({ state: 'refused', name, sentence });
    }
    latest.current?.end();
    const reader = new OdxReader();
    latest.current = reader;
    setOdx({ state: 'reading', name });
    const layers = await reader.open(await file.arrayBuffer());
    if (latest.current !== reader) return;
    setOdx(
      layers.ok
        ? { state: 'read', name, layers: layers.value, layer: undefined, reader }
        : { state: 'refused', name, sentence: layers.error },
    );
  };
  const choose = (layer: string | undefined) => setOdx((now) => (now.state === 'read' ? { ...now, layer } : now));
  return { odx, load, choose };
}
