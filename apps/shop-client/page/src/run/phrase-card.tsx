import { Foreign } from '../ui/foreign.js';

/** Derived from the plan's digest on both sides. Two people who hear the same words have the same plan before them. */
export function PhraseCard({ phrase }: { phrase: string }) {
  return (
    <div className="phrase">
      <p>Read it out to the expert; it must be the same on both screens:</p>
      <p className="phrase-words" data-testid="phrase">
        <Foreign text={phrase} />
      </p>
      <p>If the expert sees other words: press stop.</p>
    </div>
  );
}
