import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOrThrow } from '../session/answer-or-throw.js';
import type { PairingView } from '../session/broker-api.js';
import { useServices } from '../session/services.js';
import { Button } from '../ui/button.js';
import { Facts } from '../ui/facts.js';
import { Field } from '../ui/field.js';
import { inGroups } from '../ui/in-groups.js';
import { Notice } from '../ui/notice.js';
import { Panel } from '../ui/panel.js';
import { readUserCode } from './user-code.js';

interface PairingApprovalProps {
  /** Thumbprint of the organisation's root, which the technician compares; undefined when the certificate does not tell it. */
  readonly root: string | undefined;
  readonly onPaired: () => void;
}

/** Code, then who is behind it, then yes, then the other way round: a shop is never paired by the code alone. */
export function PairingApproval({ root, onPaired }: PairingApprovalProps) {
  const { api } = useServices();
  const [typed, setTyped] = useState('');
  const code = readUserCode(typed);
  const look = useMutation({ mutationFn: (value: string) => answerOrThrow(api.pairing(value)) });
  const approve = useMutation({
    mutationFn: (value: string) => answerOrThrow(api.approvePairing(value)),
    onSuccess: onPaired,
  });
  const startOver = () => {
    setTyped('');
    look.reset();
    approve.reset();
  };
  return (
    <Panel title="Pair a shop" testId="pairing">
      {look.data === undefined ? (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (code.ok) look.mutate(code.value);
          }}
        >
          <Field
            label="Code on the bay screen"
            mono
            value={typed}
            maxLength={12}
            placeholder="BCDF-GHJK"
            autoCapitalize="characters"
            hint="Eight letters, valid for ten minutes."
            fault={typed.length >= 8 && !code.ok ? code.error : undefined}
            onChange={(event) => setTyped(event.target.value)}
            data-testid="pairing-code"
          />
          <div>
            <Button type="submit" weight="main" disabled={!code.ok || look.isPending} data-testid="pairing-look">
              Show the shop
            </Button>
          </div>
        </form>
      ) : approve.isSuccess ? (
        <Notice tone="holds" testId="pairing-done">
          <p>{look.data.shopName} has your yes. Now read the fingerprint of your organisation to the technician:</p>
          <p className="mono break" data-testid="organisation-fingerprint">
            {root === undefined ? 'ask whoever keeps the root key' : inGroups(root)}
          </p>
          <p>When the technician confirms it, the shop trusts the experts whom your organisation certifies.</p>
          <div>
            <Button onClick={startOver}>Pair another shop</Button>
          </div>
        </Notice>
      ) : (
        <Shop
          shop={look.data}
          code={code.ok ? code.value : ''}
          busy={approve.isPending}
          onApprove={() => code.ok && approve.mutate(code.value)}
          onCancel={startOver}
        />
      )}
      {[look.error, approve.error].map((error) =>
        error === null ? null : (
          <Notice key={error.message} tone="refused" urgent testId="pairing-error">
            {error.message}
          </Notice>
        ),
      )}
    </Panel>
  );
}

interface ShopProps {
  readonly shop: PairingView;
  readonly code: string;
  readonly busy: boolean;
  readonly onApprove: () => void;
  readonly onCancel: () => void;
}

function Shop({ shop, code, busy, onApprove, onCancel }: ShopProps) {
  return (
    <div className="stack" data-testid="pairing-shop">
      <Facts
        of={[
          ['Shop', shop.shopName],
          ['Code', <code key="code">{code}</code>],
        ]}
      />
      <div>
        <p className="small soft">Thumbprint of the shop's key</p>
        <p className="mono break" data-testid="pairing-thumbprint">
          {inGroups(shop.thumbprint)}
        </p>
      </div>
      <p className="small">Ask the technician to read the same thumbprint from the bay screen before you approve.</p>
      <div className="row">
        <Button weight="main" disabled={busy} onClick={onApprove} data-testid="pairing-approve">
          The thumbprints are equal, pair
        </Button>
        <Button onClick={onCancel}>Not this shop</Button>
      </div>
    </div>
  );
}
