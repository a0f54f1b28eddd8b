import type { Chapter } from '../../story/chapter.js';
import { VIN } from '../../story/stage.js';

/** The technician asks for help, and signs what working at a distance asks for. */
export const openCase: Chapter = {
  id: 'open-case',
  title: 'A case is opened',
  kind: 'road',
  async play({ account, technician }) {
    const complaint = 'Engine hesitates when cold; the maker has an update';
    await technician.openCase(complaint, VIN);
    account.tell('technician', `asks for help with ${VIN}: “${complaint}”`);
    const signed = await technician.signAgreements('Tom Miller');
    for (const title of signed) account.tell('technician', `reads and signs “${title}”`);
    return `The case of ${VIN} is open.`;
  },
};
