import { rulesWords } from '@baylink/contracts';
import { fromHex, showHex, unreachable } from '@baylink/kernel';
import type { LedgerRecord } from '@baylink/ledger';
import { describe } from '@baylink/protocols/uds';

const LONGEST = 200;

/** One entry in one line for people. */
export const textOf = (entry: LedgerRecord): string => sentence(entry).slice(0, LONGEST);

function sentence({ kind, data }: LedgerRecord): string {
  switch (kind) {
    case 'open':
      return `${data.shopName} opened the record`;
    case 'rules':
      return `judged by ${rulesWords(data)}`;
    case 'envelope-in':
      return data.refused ? `refused ${data.body}: ${data.refused.sentence}` : `expert: ${data.body}`;
    case 'envelope-out':
      return `shop: ${data.body}`;
    case 'wire':
      return `${data.direction === 'tx' ? '→' : '←'} ${data.unit === null ? 'all units' : showHex(data.unit, 4)} ${describe(fromHex(data.bytes) ?? new Uint8Array()).text}`;
    case 'verdict':
      return `${data.granted ? 'passed' : 'refused'}: ${data.question}. ${data.sentence}`;
    case 'plan':
      return `plan ${data.plan.slice(0, 12)}…`;
    case 'file':
      return `file ${data.name}, ${data.size} bytes, ${data.sha256.slice(0, 12)}…`;
    case 'run':
      return `${data.from} → ${data.to}: ${data.sentence}`;
    case 'backup':
      return `backup on ${data.media.join(' and ')}: ${data.sentence}`;
    case 'rehearsal':
      return `rehearsal: ${data.sentence}`;
    case 'acknowledgement':
      return `the technician agreed to plan ${data.plan.slice(0, 12)}…`;
    case 'agreement':
      return `${data.by} signed "${data.id}" version ${data.version}`;
    case 'refusal':
      return `refused ${data.question}: ${data.sentence}`;
    case 'voltage':
      return data.millivolts === null ? data.sentence : `${(data.millivolts / 1000).toFixed(2)} V (${data.source})`;
    case 'alarm':
      return `ALARM ${data.sentence}`;
    case 'note':
      return `${data.topic}: ${data.sentence}`;
    case 'close':
      return `closed: ${data.why}`;
    default:
      return unreachable(kind);
  }
}
