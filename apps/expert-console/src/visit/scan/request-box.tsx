import { fromHex, showHex } from '@baylink/kernel';
import { useState } from 'react';
import { Badge } from '../../ui/badge.js';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Panel } from '../../ui/panel.js';
import { namesIn } from '../odx/odx-names.js';
import { useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import { effectHint } from './effect-hint.js';
import { readDraft } from './request-draft.js';

type Addressee = 'unit' | 'all';

/** One request in hex. What it does is judged at the shop, from these bytes; a refusal comes back as a sentence. */
export function RequestBox() {
  const { model, actions, unit, description } = useVisit();
  const [typed, setTyped] = useState('');
  const [to, setTo] = useState<Addressee>('unit');
  const draft = readDraft(typed);
  const profile = useProfile();
  const effect =
    draft.state === 'ready' ? effectHint(draft.bytes, to === 'all' ? undefined : unit, profile) : undefined;
  const names = draft.state === 'ready' ? namesIn(description.odx, fromHex(draft.bytes) ?? new Uint8Array()) : [];
  const aimed = to === 'all' || unit !== undefined;
  const send = () => {
    if (draft.state === 'ready' && aimed) void actions.request(to === 'all' ? undefined : unit, draft.bytes);
  };
  return (
    <Panel title="Raw request" testId="request">
      <form
        className="request-form"
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <div className="field">
          <label htmlFor="request-to">To</label>
          <select
            id="request-to"
            value={to}
            onChange={(event) => setTo(event.target.value === 'all' ? 'all' : 'unit')}
            data-testid="request-to"
          >
            <option value="unit">{unit === undefined ? 'the chosen unit' : `unit ${showHex(unit, 4)}`}</option>
            <option value="all">all units</option>
          </select>
        </div>
        <Field
          label="Bytes"
          mono
          value={typed}
          placeholder="22 F1 90"
          onChange={(event) => setTyped(event.target.value)}
          fault={draft.state === 'faulty' ? draft.sentence : undefined}
          hint={
            draft.state === 'ready' ? draft.text : aimed ? 'UDS, as it stands on the wire.' : 'Choose a unit first.'
          }
          data-testid="request-bytes"
        />
        <div className="request-send">
          <Button
            type="submit"
            weight="main"
            disabled={draft.state !== 'ready' || !aimed || model.connection.state !== 'live'}
            data-testid="request-send"
          >
            Send
          </Button>
        </div>
      </form>
      {names.length === 0 ? null : (
        <p className="small" data-testid="request-names">
          {names.join(', ')}
        </p>
      )}
      {effect === undefined ? null : (
        <p className="small" data-testid="request-effect" data-effect={effect.effect}>
          <Badge tone={effect.tone}>{effect.effect}</Badge> {effect.sentence}
        </p>
      )}
    </Panel>
  );
}
