import type { Stage } from './stage.js';

/** After its reset the unit itself must report, in a visit of its own, what the job has told. */
export async function checkReported({ ada, account }: Stage, expected: string): Promise<void> {
  const lines = await ada.must(['read', '--unit', '0x1001', '--did', 'F189']);
  const reported = String(lines.find(({ event }) => event === 'value')?.text).trim();
  account.tell('car', `engine F189: ${reported}`);
  if (reported !== expected) throw new Error(`the unit reports software ${reported}, the job told ${expected}`);
}
