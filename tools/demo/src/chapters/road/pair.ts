import type { Chapter } from '../../story/chapter.js';

/** A shop is paired by a code; both sides compare a key before they trust it. */
export const pair: Chapter = {
  id: 'pair',
  title: 'The shop is paired',
  kind: 'road',
  async play({ house, account, organisation, ada, ben, technician }) {
    const fingerprint = await organisation.open();
    account.tell('organisation', `is registered; its fingerprint is ${fingerprint}`);
    await Promise.all([
      ada.enrol(organisation, 'observe,actuate,code,program'),
      ben.enrol(organisation, 'observe,actuate,code'),
    ]);
    account.tell('organisation', 'certifies Ada for coding and programming, Ben for coding only');
    await technician.startPairing();
    const code = await technician.until(({ pairing }) => pairing.userCode, 'the pairing code', 10_000);
    const { shop } = await technician.look();
    account.tell('technician', `reads out the code ${code} and the key ${shop.thumbprint}`);
    await ada.must(['pair', code, '--thumbprint', shop.thumbprint]);
    account.tell('expert', 'Ada compares the key and approves the shop');
    const shown = await technician.until(({ pairing }) => pairing.fingerprint, 'the approval', 20_000);
    if (shown !== fingerprint)
      throw new Error(`the bay screen shows ${shown}, the organisation's key is ${fingerprint}`);
    account.tell('technician', 'compares the organisation’s fingerprint and confirms it');
    await technician.confirmPairing(shown);
    await technician.until(({ broker }) => (broker.state === 'online' ? true : undefined), 'the tunnel', 20_000);
    return `${shop.name} trusts ${fingerprint.slice(0, 8)}…, its tunnel to ${house.brokerUrl} is open.`;
  },
};
