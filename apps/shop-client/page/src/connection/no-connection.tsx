import type { Connection } from './use-bay.js';

const TITLE = {
  'no-link': 'Open the link of the shop client',
  opening: 'Connecting to the shop client …',
  gone: 'The shop client is gone',
  refused: 'This page may not speak to the shop client',
} as const;

/** Said in the place of everything else: without the shop client this page knows nothing and can do nothing. */
export function NoConnection({ connection }: { connection: Exclude<Connection, { at: 'live' }> }) {
  return (
    <div
      className={`no-connection no-connection-${connection.at}`}
      role={connection.at === 'opening' ? 'status' : 'alert'}
      data-testid="no-connection"
      data-at={connection.at}
    >
      <p className="no-connection-title">{TITLE[connection.at]}</p>
      <p>{wordsFor(connection)}</p>
    </div>
  );
}

function wordsFor(connection: Exclude<Connection, { at: 'live' }>): string {
  switch (connection.at) {
    case 'no-link':
      return 'The shop client prints it when it starts: http://127.0.0.1 with a port and a token after the # sign.';
    case 'opening':
      return 'This takes a moment.';
    case 'gone':
      return 'What is below is old and cannot be used. This page connects again by itself as soon as the shop client is back. If a unit was being written: leave power and cable connected, do not switch the ignition, and start the shop client again.';
    case 'refused':
      return connection.sentence;
  }
}
