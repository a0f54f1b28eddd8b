import type { FirmwareReading } from '@baylink/protocols/firmware';
import { type DragEvent, useId, useState } from 'react';
import { Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SignaturePicker } from './publisher-signature.js';
import { ReadingForm } from './reading-form.js';
import type { Firmware } from './use-firmware.js';

interface FilePickerProps {
  /** Begins the test ids. */
  readonly which: 'firmware' | 'original';
  readonly title: string;
  readonly label: string;
  readonly firmware: Firmware;
  readonly onPick: (file: File) => void;
  readonly onRead: (reading: FirmwareReading) => void;
  readonly onSign: (signature: File) => void;
}

/** Picked or dropped, the file stays in this browser until a plan is offered. */
export function FilePicker({ which, title, label, firmware, onPick, onRead, onSign }: FilePickerProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onPick(file);
  };
  return (
    <Panel title={title} testId={which}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the input inside does the same by keyboard */}
      <div
        className={`drop${over ? ' drop-over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <label htmlFor={id} className="drop-label">
          {label}
        </label>
        <input
          id={id}
          type="file"
          accept=".hex,.ihex,.ihx,.s19,.s28,.s37,.srec,.mot,.vbf,.odx-f,.pdx,.bin,text/plain"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file !== undefined) onPick(file);
          }}
          data-testid={`${which}-file`}
        />
      </div>
      {firmware.state === 'reading' ? (
        <p role="status" className="soft">
          Parsing {firmware.name} …
        </p>
      ) : null}
      {firmware.state === 'refused' ? (
        <Notice tone="refused" urgent testId={`${which}-refused`}>
          <p className="run-words break">{firmware.name}</p>
          <p>{firmware.sentence}</p>
        </Notice>
      ) : null}
      {firmware.state === 'none' ? null : (
        <ReadingForm question={firmware.question} reading={firmware.reading} onRead={onRead} />
      )}
      {firmware.state === 'read' ? (
        <SignaturePicker key={firmware.report.sha256} which={which} signature={firmware.signature} onPick={onSign} />
      ) : null}
    </Panel>
  );
}
