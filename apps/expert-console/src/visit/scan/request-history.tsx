import type { VehicleAnswer } from '@baylink/contracts';
import { fromHex, showBytes, showHex, unreachable } from '@baylink/kernel';
import { describe } from '@baylink/protocols/uds';
import { RefusalNotice } from '../../ui/refusal-notice.js';
import { Explained } from '../odx/explained.js';
import type { Odx } from '../odx/use-odx.js';
import type { RequestLog, RequestOutcome, RequestRecord } from './request-log.js';

export function RequestHistory({ log, odx }: { log: RequestLog; odx: Odx }) {
  if (log.length === 0) return null;
  return (
    <ol className="requests" aria-label="Requests of this visit, newest first" aria-live="polite">
      {log.map((record) => (
        <li key={record.key} className="request" data-testid="request-record">
          <Asked record={record} />
          <Outcome of={record.outcome} request={record.bytes} odx={odx} />
        </li>
      ))}
    </ol>
  );
}

function Asked({ record }: { record: RequestRecord }) {
  const bytes = fromHex(record.bytes) ?? new Uint8Array();
  return (
    <p className="request-asked">
      <span className="small soft">{record.unit === undefined ? 'all units' : showHex(record.unit, 4)}</span>
      <span className="mono break">{showBytes(bytes)}</span>
      <span className="small soft">{describe(bytes).text}</span>
    </p>
  );
}

interface Against {
  /** Hex digits of what was asked. */
  readonly request: string;
  readonly odx: Odx;
}

function Outcome({ of, request, odx }: Against & { of: RequestOutcome }) {
  switch (of.state) {
    case 'asked':
      return <p className="small soft">waiting for the shop …</p>;
    case 'refused':
      return <RefusalNotice refusal={of.refusal} testId="request-refused" />;
    case 'answered':
      return (
        <ul className="stack tight" data-testid="request-answers">
          {of.answers.map((answer) => (
            <li key={answerKey(answer)}>
              <Answer of={answer} />
              {answer.outcome === 'positive' || answer.outcome === 'negative' ? (
                <Explained odx={odx} request={request} answer={answer.bytes} />
              ) : null}
            </li>
          ))}
        </ul>
      );
    default:
      return unreachable(of);
  }
}

const answerKey = (answer: VehicleAnswer): string => JSON.stringify(answer);

/** The three families stay apart: what the unit said, that it said nothing, what the link did. */
function Answer({ of }: { of: VehicleAnswer }) {
  switch (of.outcome) {
    case 'positive': {
      const bytes = fromHex(of.bytes) ?? new Uint8Array();
      return (
        <p className="answer tone-holds">
          <span className="small soft">{showHex(of.from, 4)}</span>
          <span className="mono break">{showBytes(bytes)}</span>
          <span className="small">{of.text}</span>
        </p>
      );
    }
    case 'negative':
      return (
        <p className="answer tone-attention">
          <span className="small soft">{showHex(of.from, 4)}</span>
          <span className="mono break">{showBytes(fromHex(of.bytes) ?? new Uint8Array())}</span>
          <span className="small">
            The unit refused: {of.name} ({showHex(of.nrc)})
          </span>
        </p>
      );
    case 'silent':
      return <p className="answer tone-attention">{of.sentence}</p>;
    case 'link':
      return <p className="answer tone-refused">{of.sentence}</p>;
    default:
      return unreachable(of);
  }
}
