import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Chapter } from '../../story/chapter.js';
import type { Stage } from '../../story/stage.js';

/** Exit codes of `baylink verify`. */
const OK = 0;
const TAMPERED = 3;
const ATTEMPTS = 40;
const AT_ONCE = 4;
const AGAIN_MS = 500;

/** The record of every visit is checked offline, and one that was changed by a single byte is found out. */
export const verifyLedgers: Chapter = {
  id: 'verify-ledgers',
  title: 'The ledgers are verified',
  kind: 'road',
  async play(stage) {
    const { account, house, visits } = stage;
    for (let at = 0; at < visits.length; at += AT_ONCE)
      await Promise.all(visits.slice(at, at + AT_ONCE).map((visit) => verify(stage, visit)));
    account.tell('organisation', `checks ${visits.length} visits offline: all OK, closed, signed by the shop`);
    const file = house.at(`evidence-${visits[0]}`);
    const bytes = readFileSync(file);
    const at = Math.floor(bytes.length / 2);
    bytes[at] = (bytes[at] ?? 0) ^ 0x01;
    writeFileSync(`${file}-changed`, bytes);
    const changed = await house.programs.run('verify', ['verify', `${file}-changed`]);
    account.tell('organisation', `one bit changed: ${changed.child.output.at(-1) ?? changed.sentence}`);
    if (changed.code !== TAMPERED) throw new Error(`a changed ledger was judged with exit code ${changed.code}`);
    return `${visits.length} ledgers are OK; one with a changed bit is TAMPERED.`;
  },
};

/** The last entries may still be on their way to the broker. */
async function verify({ ada, house }: Stage, visit: string): Promise<void> {
  const file = house.at(`evidence-${visit}`);
  for (let attempt = 1; ; attempt++) {
    const fetched = await ada.run(['evidence', '--visit', visit, '--out', file]);
    const verified = fetched.code === OK ? await house.programs.run('verify', ['verify', file]) : fetched;
    if (verified.code === OK) return;
    const said = verified.child.output.at(-1) ?? verified.sentence;
    if (attempt === ATTEMPTS) throw new Error(`the ledger of visit ${visit} is not OK (${verified.code}): ${said}`);
    await pause(AGAIN_MS);
  }
}
