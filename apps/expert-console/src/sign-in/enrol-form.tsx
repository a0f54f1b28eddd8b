import type { ExpertCertificate } from '@baylink/contracts';
import { useState } from 'react';
import type { Identity } from '../session/identity.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { Coverage } from './coverage.js';
import { useEnrol } from './use-identity.js';

interface EnrolFormProps {
  readonly title: string;
  /** The key to be certified; a new one is made where there is none. */
  readonly present: Identity | undefined;
  readonly certificate?: ExpertCertificate;
  readonly action: string;
}

export function EnrolForm({ title, present, certificate, action }: EnrolFormProps) {
  const [name, setName] = useState(present?.name ?? '');
  const enrol = useEnrol();
  const trimmed = name.trim();
  return (
    <Panel title={title} testId="enrol">
      {certificate === undefined ? null : <Coverage certificate={certificate} />}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') enrol.mutate({ name: trimmed, present });
        }}
      >
        <Field
          label="Your name, as the shops will read it"
          value={name}
          maxLength={120}
          required
          onChange={(event) => setName(event.target.value)}
          data-testid="enrol-name"
        />
        <div className="row">
          <Button type="submit" weight="main" disabled={trimmed === '' || enrol.isPending} data-testid="enrol-submit">
            {action}
          </Button>
          <p className="small soft">Your organisation certifies it in the next step.</p>
        </div>
      </form>
      {enrol.error === null ? null : (
        <Notice tone="refused" urgent testId="enrol-error">
          {enrol.error.message}
        </Notice>
      )}
    </Panel>
  );
}
