import { type InputHTMLAttributes, useId } from 'react';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong with the value, as a sentence. */
  readonly fault?: string | undefined;
  readonly mono?: boolean;
}

export function Field({ label, hint, fault, mono = false, ...input }: FieldProps) {
  const id = useId();
  const note = `${id}-note`;
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        autoComplete="off"
        spellCheck={false}
        {...input}
        id={id}
        className={mono ? 'mono' : undefined}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={fault === undefined && hint === undefined ? undefined : note}
      />
      {fault !== undefined ? (
        <p className="field-fault" id={note}>
          {fault}
        </p>
      ) : hint !== undefined ? (
        <p className="field-hint" id={note}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}
