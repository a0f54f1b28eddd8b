import type { Refusal } from '@baylink/contracts';
import { asSentence } from './as-sentence.js';
import { Notice } from './notice.js';

/** A refusal as people read it: the sentence first, the rule and the gates that said no after it. */
export function RefusalNotice({ refusal, testId }: { refusal: Refusal; testId?: string }) {
  const saidNo = (refusal.gates ?? []).filter((gate) => !gate.holds);
  return (
    <Notice tone="refused" urgent {...(testId === undefined ? {} : { testId })}>
      <p>{asSentence(refusal.sentence)}</p>
      {saidNo.length === 0 ? null : (
        <ul className="stack tight small">
          {saidNo.map((gate) => (
            <li key={gate.gate}>
              <code>{gate.gate}</code> {gate.sentence}
            </li>
          ))}
        </ul>
      )}
      <p className="small soft">
        Rule <code>{refusal.rule}</code>
      </p>
    </Notice>
  );
}
