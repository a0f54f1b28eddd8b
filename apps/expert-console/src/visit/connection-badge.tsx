import { unreachable } from '@baylink/kernel';
import type { Connection } from '../session/visit-line.js';
import { asSentence } from '../ui/as-sentence.js';
import { Badge } from '../ui/badge.js';
import type { Tone } from '../ui/notice.js';

/** The way to the shop in two words and, where something is wrong, a sentence; read out when it changes. */
export function ConnectionBadge({ connection }: { connection: Connection }) {
  const { tone, words, sentence } = connectionWords(connection);
  return (
    <span className="connection" role="status" data-testid="connection" data-state={connection.state} title={sentence}>
      <Badge tone={tone} dot>
        {words}
      </Badge>
      <span className="hidden-visually">{sentence}</span>
    </span>
  );
}

export function connectionWords(connection: Connection): { tone: Tone; words: string; sentence: string } {
  switch (connection.state) {
    case 'connecting':
      return { tone: 'attention', words: 'connecting', sentence: asSentence(connection.sentence) };
    case 'live':
      return connection.resumed === 0
        ? { tone: 'holds', words: 'live', sentence: 'The shop hears and answers.' }
        : {
            tone: 'holds',
            words: `live, resumed ${connection.resumed}×`,
            sentence: `The stream was resumed ${connection.resumed === 1 ? 'once' : `${connection.resumed} times`} and nothing was lost.`,
          };
    case 'reconnecting':
      return { tone: 'attention', words: 'reconnecting', sentence: asSentence(connection.sentence) };
    case 'shop-away':
      return { tone: 'attention', words: 'shop away', sentence: asSentence(connection.sentence) };
    case 'closed':
      return { tone: 'refused', words: 'closed', sentence: asSentence(connection.sentence) };
    default:
      return unreachable(connection);
  }
}
