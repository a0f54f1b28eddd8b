import type { Chapter } from '../../story/chapter.js';
import { VIN } from '../../story/stage.js';

/** One identifier by itself, an unknown one, and the trouble codes. */
export const identify: Chapter = {
  id: 'identify',
  title: 'Identification and trouble codes',
  kind: 'road',
  async play({ account, ada }) {
    const [vin] = (await ada.must(['read', '--unit', 'engine', '--did', 'F190'])).filter(
      ({ event }) => event === 'value',
    );
    account.tell('car', `engine F190: ${vin?.text}`);
    if (vin?.text !== VIN) throw new Error(`F190 is ${vin?.text} instead of ${VIN}`);
    const unknown = await ada.run(['read', '--unit', '0x1001', '--did', '0123']);
    account.tell('car', unknown.sentence);
    if (unknown.code !== 1 || !unknown.sentence.includes('0x31'))
      throw new Error(`an unknown identifier ended with ${unknown.code}: ${unknown.sentence}`);
    const codes = (await ada.must(['dtc'])).filter(({ event }) => event === 'dtcs');
    let count = 0;
    for (const { name, dtcs } of codes)
      for (const { text, statusNames } of dtcs as { text: string; statusNames: string[] }[]) {
        account.tell('car', `${name} ${text}: ${statusNames.join(', ')}`);
        count += 1;
      }
    return `The VIN was read, an unknown identifier got NRC 0x31, ${count} trouble codes were listed.`;
  },
};
