import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { readTap, requestsOf, type Stage } from '../../tools/demo/src/index.js';

const PATIENCE = 60_000;

/** As the keeper's own notes have it: its process, and the one that it holds the link for. */
export function processesOf(stage: Stage): { readonly keeper: number; readonly executor: number } {
  const log = readFileSync(stage.house.at('shop/keeper.log'), 'utf8');
  const [, keeper, executor] = [...log.matchAll(/keeper (\d+) .* (?:for|by) process (\d+)/g)].at(-1) ?? [];
  return { keeper: Number(keeper), executor: Number(executor) };
}

export const requestsSince = (stage: Stage, mark: number) =>
  requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms);
export const hexOf = ({ bytes }: { readonly bytes: Buffer }): string => bytes.toString('hex');

/** Resolves when a request that passes has left. */
export async function onTap(
  stage: Stage,
  mark: number,
  passes: (request: Buffer) => boolean,
  count = 1,
): Promise<void> {
  const end = performance.now() + PATIENCE;
  while (requestsSince(stage, mark).filter(({ bytes }) => passes(bytes)).length < count) {
    if (performance.now() > end) throw new Error('what was waited for did not leave');
    await pause(50);
  }
}
