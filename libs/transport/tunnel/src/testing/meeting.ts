import { generateKey, newId } from '@baylink/contracts';
import { systemChance, systemClock } from '@baylink/kernel/system';
import { ExpertVisit } from '../expert/index.js';
import { BrokerApi } from '../http/index.js';
import { TestShop } from './test-shop.js';
import { TinyRelay } from './tiny-relay.js';

/** An expert and a shop, each with its own way to one relay. */
export interface Meeting {
  readonly relay: TinyRelay;
  readonly expert: ExpertVisit;
  shop: TestShop;
  /** Another process of the same shop: it knows nothing of the first one's streams. */
  restartShop(): TestShop;
  /** Settles when `holds` does; it is looked at whenever something was heard. */
  until(holds: () => boolean): Promise<void>;
  end(): Promise<void>;
}

export async function meet(): Promise<Meeting> {
  const chance = systemChance();
  const clock = systemClock();
  const shopKey = (await generateKey(false)).signer;
  const expertKey = (await generateKey(false)).signer;
  const visit = newId(chance);
  const certificate = 'not looked at here';
  const parties = { visit, case: newId(chance), expert: expertKey.thumbprint, certificate, shop: shopKey.thumbprint };
  const relay = new TinyRelay(parties);
  await relay.start();
  const newShop = () => {
    const shop = new TestShop(relay.origin, shopKey, { ...expertKey.jwk, thumbprint: expertKey.thumbprint }, visit);
    shop.onChange = () => look();
    shop.tunnel.start();
    return shop;
  };
  const waiters = new Set<() => void>();
  const look = () => {
    for (const waiter of [...waiters]) waiter();
  };
  const api = new BrokerApi(relay.origin, { role: 'expert', signer: expertKey, certificate }, clock);
  const expert = new ExpertVisit({ api, visit, shop: shopKey.jwk, expert: expertKey, certificate, clock, chance });
  expert.listen(look);
  expert.start();
  const meeting: Meeting = {
    relay,
    expert,
    shop: newShop(),
    restartShop() {
      meeting.shop.tunnel.stop();
      meeting.shop = newShop();
      return meeting.shop;
    },
    until: (holds) =>
      new Promise((resolve) => {
        const waiter = () => {
          if (!holds()) return;
          waiters.delete(waiter);
          resolve();
        };
        waiters.add(waiter);
        waiter();
      }),
    async end() {
      expert.leave();
      meeting.shop.tunnel.stop();
      await relay.kill();
    },
  };
  return meeting;
}
