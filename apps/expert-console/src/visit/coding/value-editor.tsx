import type { UnitFinding } from '@baylink/contracts';
import { fromHex, showAscii, showBytes, showHex } from '@baylink/kernel';
import type { UnitProfile } from '@baylink/safety';
import { useId, useState } from 'react';
import { Button } from '../../ui/button.js';
import { Field } from '../../ui/field.js';
import { Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { namesOf } from '../odx/odx-names.js';
import { useVisit } from '../visit-context.js';
import { ByteDiff } from './byte-diff.js';
import { type CodingWrite, readAfter } from './coding-draft.js';
import { readDid, readRequest, valueIn } from './did-value.js';
import { knownDids } from './known-dids.js';

type Value =
  | { readonly state: 'unread' }
  | { readonly state: 'reading' }
  | { readonly state: 'failed'; readonly sentence: string }
  | { readonly state: 'read'; readonly did: number; readonly before: string };

interface ValueEditorProps {
  readonly unit: UnitFinding;
  readonly profile: UnitProfile | undefined;
  readonly onAdd: (write: CodingWrite) => void;
}

/** Read first, then change: the value before is the unit's own, never typed. */
export function ValueEditor({ unit, profile, onAdd }: ValueEditorProps) {
  const { actions, description } = useVisit();
  const list = useId();
  const [typedDid, setTypedDid] = useState('');
  const [typed, setTyped] = useState('');
  const [value, setValue] = useState<Value>({ state: 'unread' });
  const did = readDid(typedDid);
  const known = knownDids(profile, namesOf(description.odx, 'dids'));
  const named = did.ok ? known.get(did.value) : undefined;
  const read = async () => {
    if (!did.ok) return;
    setValue({ state: 'reading' });
    const before = valueIn(await actions.request(unit.unit, readRequest(did.value)), did.value);
    setValue(
      before.ok ? { state: 'read', did: did.value, before: before.value } : { state: 'failed', sentence: before.error },
    );
    if (before.ok) setTyped(showBytes(fromHex(before.value) ?? new Uint8Array()));
  };
  return (
    <Panel title="Value to change" testId="coding-value">
      <form
        className="did-form"
        onSubmit={(event) => {
          event.preventDefault();
          void read();
        }}
      >
        <Field
          label="Data identifier"
          mono
          list={list}
          value={typedDid}
          placeholder="0100"
          onChange={(event) => {
            setTypedDid(event.target.value);
            setValue({ state: 'unread' });
          }}
          fault={typedDid !== '' && !did.ok ? did.error : undefined}
          hint={named}
          data-testid="coding-did"
        />
        <datalist id={list}>
          {[...known].map(([one, name]) => (
            <option key={one} value={showHex(one, 4).slice(2)}>
              {name}
            </option>
          ))}
        </datalist>
        <div className="did-read">
          <Button type="submit" disabled={!did.ok || value.state === 'reading'} data-testid="coding-read">
            Read the value now
          </Button>
        </div>
      </form>
      {value.state === 'failed' ? (
        <Notice tone="refused" urgent testId="coding-read-failed">
          {value.sentence}
        </Notice>
      ) : null}
      {value.state === 'read' ? (
        <After
          value={value}
          typed={typed}
          onType={setTyped}
          onAdd={(after) => {
            onAdd({ did: value.did, before: value.before, after });
            setValue({ state: 'unread' });
            setTypedDid('');
          }}
        />
      ) : null}
    </Panel>
  );
}

interface AfterProps {
  readonly value: { readonly did: number; readonly before: string };
  readonly typed: string;
  readonly onType: (typed: string) => void;
  readonly onAdd: (after: string) => void;
}

function After({ value, typed, onType, onAdd }: AfterProps) {
  const before = fromHex(value.before) ?? new Uint8Array();
  const after = readAfter(typed, value.before);
  return (
    <div className="stack">
      <p>
        <span className="small soft">{showHex(value.did, 4)} holds </span>
        <span className="mono break" data-testid="coding-before">
          {showBytes(before)}
        </span>{' '}
        <span className="small soft mono">“{showAscii(before)}”</span>
      </p>
      <Field
        label="Value after"
        mono
        value={typed}
        onChange={(event) => onType(event.target.value)}
        fault={after.ok ? undefined : after.error}
        data-testid="coding-after"
      />
      {after.ok ? <ByteDiff before={value.before} after={after.value} /> : null}
      <div>
        <Button disabled={!after.ok} onClick={() => after.ok && onAdd(after.value)} data-testid="coding-add">
          Take into the plan
        </Button>
      </div>
    </div>
  );
}
