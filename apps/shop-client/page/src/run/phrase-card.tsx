import type { RunReport } from '@baylink/contracts';
import { Foreign } from '../ui/foreign.js';
import { RUN_WORDS } from './run-words.table.js';

/** Derived from the plan's digest on both sides. Two people who hear the same words have the same plan before them. */
export function PhraseCard({ report: { phrase, state } }: { report: RunReport }) {
  const compared = RUN_WORDS[state].stop === 'aborts';
  return (
    <div className="phrase">
      <p>{compared ? 'Read it out to the expert; it must be the same on both screens:' : 'The phrase of this plan:'}</p>
      <p className="phrase-words" data-testid="phrase">
        <Foreign text={phrase} />
      </p>
      {compared ? <p>If the expert sees other words: press stop.</p> : null}
    </div>
  );
}
