import type { Sha256Hex } from '@baylink/contracts';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOrThrow } from '../session/answer-or-throw.js';
import { useServices } from '../session/services.js';
import { Button } from '../ui/button.js';
import { Field } from '../ui/field.js';
import { Notice } from '../ui/notice.js';

interface DeclineFormProps {
  readonly plan: Sha256Hex;
  readonly onDeclined: () => void;
}

/** The other answer to a colleague's plan: it is not to be written, and why. */
export function DeclineForm({ plan, onDeclined }: DeclineFormProps) {
  const { api } = useServices();
  const [reason, setReason] = useState('');
  const decline = useMutation({
    mutationFn: () => answerOrThrow(api.decline(plan, reason)),
    onSuccess: onDeclined,
  });
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        decline.mutate();
      }}
    >
      <Field
        label="Or say why it is not to be written"
        hint="Its author sees this, and nobody can countersign the plan any more."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        data-testid="decline-reason"
      />
      <div>
        <Button type="submit" disabled={reason.trim() === '' || decline.isPending} data-testid="decline">
          Decline
        </Button>
      </div>
      {decline.error === null ? null : (
        <Notice tone="refused" urgent>
          {decline.error.message}
        </Notice>
      )}
    </form>
  );
}
