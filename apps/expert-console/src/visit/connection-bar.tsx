import { connectionWords } from './connection-badge.js';
import { useVisit } from './visit-context.js';

/** While the way to the shop is not whole, its sentence stands across the page. The badge above reads it out. */
export function ConnectionBar() {
  const { connection } = useVisit().model;
  if (connection.state === 'live') return null;
  const { tone, sentence } = connectionWords(connection);
  return (
    <p className={`connection-bar tone-${tone}`} data-testid="connection-sentence">
      {sentence}
    </p>
  );
}
