import { unreachable } from '@baylink/kernel';
import type { VisitLedger } from '../ledger/visit-ledger.js';
import type { Interregnum, KeptMessage } from './words.js';

/** What a keeper has to tell the ledger. `link` is the link's kind. */
export type KeeperNews =
  | ({ readonly kind: 'taken-over'; readonly link: string } & Interregnum)
  | { readonly kind: 'own'; readonly link: string; readonly message: KeptMessage };

/** Keeps what a keeper tells until there is a record to write it into. */
export class NewsDesk {
  #early: KeeperNews[] = [];
  #listener: ((news: KeeperNews) => void) | undefined;

  readonly hear = (news: KeeperNews): void => {
    if (this.#listener) this.#listener(news);
    else this.#early.push(news);
  };

  recordInto(ledgers: () => readonly VisitLedger[]): void {
    this.#listener = (news) => {
      for (const ledger of ledgers()) if (ledger.recording) recordNews(ledger, news);
    };
    for (const news of this.#early.splice(0)) this.#listener(news);
  }
}

function recordNews(ledger: VisitLedger, news: KeeperNews): void {
  switch (news.kind) {
    case 'own':
      ledger.kept(news.message, news.link);
      return;
    case 'taken-over':
      ledger.record({ kind: 'note', data: { topic: 'vehicle link', sentence: takeOverSentence(news) } });
      for (const message of news.messages) ledger.kept(message, news.link);
      return;
    default:
      unreachable(news);
  }
}

function takeOverSentence({ lasted, messages, forgotten }: Interregnum): string {
  const sent = messages.filter(({ direction }) => direction === 'tx');
  const units = [...new Set(sent.map(({ unit }) => `0x${unit.toString(16)}`))];
  const kept =
    units.length === 0
      ? 'no unit was in a session that had to be kept'
      : `it kept ${units.join(', ')} in session with ${sent.length} × TesterPresent`;
  return `The vehicle link of the last start was still held: for ${(lasted / 1000).toFixed(1)} s without a shop client, ${kept}. It was taken over.${forgotten === 0 ? '' : ` ${forgotten} more messages are on the tap alone.`}`;
}
