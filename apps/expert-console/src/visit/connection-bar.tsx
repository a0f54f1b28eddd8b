import { asSentence } from '../ui/as-sentence.js';
import { connectionWords } from './connection-badge.js';
import { useVisit } from './visit-context.js';

/**
 * While the way to the shop is not whole, its sentence stands across the page; the badge above reads it out. Below it,
 * what came in the shop's name and was dropped.
 */
export function ConnectionBar() {
  const { connection, foreign } = useVisit().model;
  const { tone, sentence } = connectionWords(connection);
  return (
    <>
      {connection.state === 'live' ? null : (
        <p className={`connection-bar tone-${tone}`} data-testid="connection-sentence">
          {sentence}
        </p>
      )}
      {foreign === undefined ? null : (
        <p className="connection-bar tone-refused" role="alert" data-testid="foreign-message">
          A message was dropped: {asSentence(foreign.sentence)} Rule {foreign.rule}.
        </p>
      )}
    </>
  );
}
