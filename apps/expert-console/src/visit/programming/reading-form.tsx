import type { FirmwareReading } from '@baylink/protocols/firmware';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { parseMemoryAddress, type ReadingQuestion } from './reading-question.js';

interface ReadingFormProps {
  readonly question: ReadingQuestion;
  readonly reading: FirmwareReading;
  readonly onRead: (reading: FirmwareReading) => void;
}

/** Asks what the file cannot say itself. The answer becomes part of the signed plan. */
export function ReadingForm({ question, reading, onRead }: ReadingFormProps) {
  switch (question.about) {
    case 'nothing':
      return null;
    case 'session':
      return <SessionChoice of={question.of} chosen={reading.session} onRead={onRead} />;
    case 'address':
      return <AddressOfBytes onRead={onRead} />;
  }
}

interface SessionChoiceProps {
  readonly of: readonly string[];
  readonly chosen: string | undefined;
  readonly onRead: (reading: FirmwareReading) => void;
}

function SessionChoice({ of, chosen, onRead }: SessionChoiceProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Programming session of this file</label>
      <select
        id={id}
        value={chosen ?? ''}
        onChange={(event) => onRead({ session: event.target.value })}
        data-testid="firmware-session"
      >
        <option value="" disabled>
          Choose one
        </option>
        {of.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <p className="field-hint">The maker’s instructions say which one this unit needs.</p>
    </div>
  );
}

function AddressOfBytes({ onRead }: { onRead: (reading: FirmwareReading) => void }) {
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string>();
  const read = (event: FormEvent) => {
    event.preventDefault();
    const address = parseMemoryAddress(text);
    setFault(address.ok ? undefined : address.error);
    if (address.ok) onRead(address.value);
  };
  return (
    <form onSubmit={read} className="reading-address">
      <Field
        label="Plain bytes? Address of the first one"
        hint="Plain bytes prove nothing about themselves: they carry neither address nor checksum."
        fault={fault}
        mono
        placeholder="0x8000"
        value={text}
        onChange={(event) => setText(event.target.value)}
        data-testid="firmware-address"
      />
      <Button type="submit" disabled={text.trim() === ''} data-testid="firmware-read-plain">
        Read as plain bytes
      </Button>
    </form>
  );
}
