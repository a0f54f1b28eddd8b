import { unreachable } from '@baylink/kernel';
import type { Connection, ExpertVisit } from '@baylink/transport-tunnel/expert';
import { explain } from '../../say.js';
import { sentence } from '../desk/stops.js';

/** Says on stderr when the way to the shop is lost and when it is back. The answer ends it. */
export function noteConnection(visit: ExpertVisit): () => void {
  let last = '';
  return visit.listen((event) => {
    if (event.kind === 'refused') explain(`Something that came was not of the shop: ${sentence(event.sentence)}`);
    if (event.kind !== 'connection') return;
    const note = noteOf(event.connection);
    if (note !== last && (note !== '' || last !== '')) explain(note === '' ? 'Connected again.' : note);
    last = note;
  });
}

/** Empty while all is well. */
function noteOf(connection: Connection): string {
  switch (connection.state) {
    case 'connecting':
    case 'live':
    case 'closed':
      return '';
    case 'reconnecting':
    case 'shop-away':
      return sentence(connection.sentence);
    default:
      return unreachable(connection);
  }
}
