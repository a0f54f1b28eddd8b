import { signerFromKey } from '@baylink/contracts';
import { ExpertVisit } from '@baylink/transport-tunnel/expert';
import { browserChance, browserClock } from './browser-clock.js';
import type { HttpBrokerApi } from './http-broker-api.js';
import type { Services } from './services.js';

/** Joins a visit over the connection of whoever is signed in through `api`. */
export const openLineThrough =
  (api: HttpBrokerApi): Services['openLine'] =>
  (visit, identity) => {
    const line = new ExpertVisit({
      api: api.signedIn(),
      visit: visit.id,
      shop: visit.shop,
      expert: signerFromKey(identity.key, identity.jwk),
      certificate: identity.certificate ?? '',
      clock: browserClock,
      chance: browserChance,
    });
    line.start();
    return line;
  };
