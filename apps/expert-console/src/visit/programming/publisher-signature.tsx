import { FILE_SIGNATURE_LIMIT } from '@baylink/contracts';
import { err, ok, type Result } from '@baylink/kernel';
import { useId } from 'react';

/** What the publisher of a file signed of it; undefined while there is none. Only the shop knows whom it believes. */
export type PublisherSignature = Result<string | undefined, string>;

export const UNSIGNED: PublisherSignature = ok(undefined);

export function readSignature(name: string, text: string): PublisherSignature {
  const jws = text.trim();
  const shape = jws.split('.').length === 3 && jws.length <= FILE_SIGNATURE_LIMIT;
  return shape
    ? ok(jws)
    : err(
        `${name} is no publisher’s signature: one is three parts with dots between, up to ${FILE_SIGNATURE_LIMIT} characters.`,
      );
}

interface SignaturePickerProps {
  readonly which: string;
  readonly signature: PublisherSignature;
  readonly onPick: (file: File) => void;
}

/** The file that a publisher gives away beside the firmware, such as `engine.hex.jws`. */
export function SignaturePicker({ which, signature, onPick }: SignaturePickerProps) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Its publisher’s signature, if there is one (.jws)</label>
      <input
        id={id}
        type="file"
        accept=".jws"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onPick(file);
        }}
        data-testid={`${which}-signature`}
      />
      {signature.ok ? (
        <p className="field-hint" data-testid={`${which}-publisher`}>
          {signature.value === undefined
            ? 'Without it the shop cannot tell who published this file; some vehicles and shops ask for it.'
            : 'It goes with the plan; the shop checks it against the publishers that it trusts.'}
        </p>
      ) : (
        <p className="field-fault" data-testid={`${which}-publisher`}>
          {signature.error}
        </p>
      )}
    </div>
  );
}
