import type { Chapter } from '../../story/chapter.js';

/** The case is closed at the bay. */
export const closeCase: Chapter = {
  id: 'close-case',
  title: 'The case is closed',
  kind: 'road',
  async play({ account, technician, ada }) {
    await technician.closeCase();
    account.tell('technician', 'closes the case');
    const [view] = await ada.must(['cases']);
    if (view?.state !== 'closed') throw new Error(`the broker says that the case is ${view?.state}`);
    return 'The case is closed at both ends.';
  },
};
