import { millis } from '@baylink/kernel';
import type { DownloadSeen } from '@baylink/protocols/uds';
import { answered, downloadSeen } from '../../src/keeper/downloads.js';
import { ENGINE } from '../samples.js';
import type { Named } from './moves.js';
import type { Node } from './node.js';

/** What a keeper can answer to a job that was restarted: one that has outlived it, and one that has not. */
export function recalls(node: Node, id: number): readonly Named[] {
  const nothing: Named = { name: 'recalled nothing', event: { kind: 'recalled', id, seen: undefined } };
  const seen = seenIn(node, node.downloads);
  return seen === undefined ? [nothing] : [{ name: 'recalled', event: { kind: 'recalled', id, seen } }, nothing];
}

/** Longer ago than any answer takes. */
const LONG = 60_000;

const seenIn = ({ now }: Node, downloads: Node['downloads']): DownloadSeen | undefined =>
  downloadSeen(downloads, ENGINE, millis(now + LONG));

/** An answer that came meanwhile or is still to come, another unit or another file, a unit that has begun anew. */
export function worseRecalls(node: Node, id: number): readonly Named[] {
  const seen = seenIn(node, node.downloads);
  if (seen === undefined) return [];
  const told = (name: string, what: DownloadSeen): Named => ({ name, event: { kind: 'recalled', id, seen: what } });
  const { at } = seen;
  const open = at.step === 'block open' || at.step === 'exit open' ? at : undefined;
  return [
    told('recalled otherwise', { ...seen, digest: '00'.repeat(32) }),
    told('recalled less', { ...seen, blocks: seen.blocks - 1 }),
    told('recalled more', { ...seen, blocks: seen.blocks + 1 }),
    told('recalled without a length', { ...seen, blockLength: 2 }),
    ...(open === undefined
      ? []
      : [told('recalled pending', { ...seen, at: { ...open, age: millis(0), pending: true } })]),
    ...(at.step === 'block open'
      ? [told('recalled another block', { ...seen, at: { ...at, digest: '00'.repeat(32) } })]
      : []),
    ...(open === undefined ? [] : answeredMeanwhile(node, id)),
  ];
}

function answeredMeanwhile(node: Node, id: number): readonly Named[] {
  const open = node.downloads.find(({ unit }) => unit === ENGINE)?.open;
  if (open === undefined) return [];
  const message = Uint8Array.of(open.service + 0x40, ...(open.counter === undefined ? [] : [open.counter]));
  const meanwhile = answered(node.downloads, ENGINE, message, millis(node.now));
  const name = open.counter === undefined ? 'recalled an exit' : 'recalled a block more';
  return [{ name, meanwhile, event: { kind: 'recalled', id, seen: seenIn(node, meanwhile) } }];
}
