import { browserChance, browserClock } from './session/browser-clock.js';
import { HttpBrokerApi } from './session/http-broker-api.js';
import { indexedDbStore } from './session/indexed-db-store.js';
import { openLineThrough } from './session/open-line.js';
import { start } from './start.js';

/** The broker that serves this page is the one that it talks to. */
const api = new HttpBrokerApi(location.origin, browserClock);

start({
  api,
  identities: indexedDbStore(),
  openLine: openLineThrough(api),
  wall: () => browserClock.wall(),
  chance: browserChance,
});
