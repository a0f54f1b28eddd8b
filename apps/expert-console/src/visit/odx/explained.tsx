import { fromHex } from '@baylink/kernel';
import type { DecodedParam, ExplainedMessage } from '@baylink/protocols/odx';
import { useEffect, useState } from 'react';
import type { Odx } from './use-odx.js';

interface ExplainedProps {
  readonly odx: Odx;
  /** Hex digits. */
  readonly request: string;
  readonly answer: string;
}

/** What the loaded description says of one answer; nothing where it says nothing. */
export function Explained({ odx, request, answer }: ExplainedProps) {
  const [explained, setExplained] = useState<ExplainedMessage>();
  const read = odx.state === 'read' ? odx : undefined;
  useEffect(() => {
    let current = true;
    const [bytes, asked] = [fromHex(answer), fromHex(request)];
    setExplained(undefined);
    if (read !== undefined && bytes !== undefined && asked !== undefined)
      void read.reader.explain({ bytes, request: asked }, read.layer).then((told) => {
        if (current) setExplained(told);
      });
    return () => {
      current = false;
    };
  }, [read, request, answer]);
  const [meaning] = explained?.meanings ?? [];
  if (explained === undefined || meaning === undefined) return null;
  return (
    <div className="explained small" data-testid="explained">
      <p>
        <strong>{meaning.title}</strong> <span className="soft">{explained.layer}</span>
      </p>
      <Params of={meaning.params} />
    </div>
  );
}

function Params({ of }: { of: readonly DecodedParam[] }) {
  return (
    <ul className="explained-params">
      {of.map((param) => (
        <li key={param.name}>
          <span className="soft">{param.title}</span> <Value of={param.value} />
        </li>
      ))}
    </ul>
  );
}

function Value({ of }: { of: DecodedParam['value'] }) {
  switch (of.kind) {
    case 'value':
      return (
        <strong>
          {of.physical}
          {of.unit === undefined ? null : ` ${of.unit}`}
        </strong>
      );
    case 'group':
      return <Params of={of.params} />;
    case 'unexplained':
      return (
        <span>
          <code className="break">{of.hex}</code> <span className="soft">{of.why}</span>
        </span>
      );
  }
}
