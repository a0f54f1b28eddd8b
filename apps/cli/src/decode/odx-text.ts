import { showHex } from '@baylink/kernel';
import type { DecodedParam, ExplainedMessage, OdxSummary, SeenMessage } from '@baylink/shop-client';

/** Text of a stranger's file on a terminal: nothing of it is obeyed. */
const plain = (text: string): string => text.replace(/\p{C}/gu, '.');

const spaced = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .toUpperCase()
    .replace(/..(?=.)/g, '$& ');

export function summaryLines({ layer, kind, services, dids, routines, dtcs }: OdxSummary): readonly string[] {
  return [
    `${plain(layer)} (${kind}): ${services.length} services, ${dids.length} data identifiers, ${routines.length} routines, ${dtcs.length} trouble codes`,
    ...dids.map(([did, name]) => `  ${showHex(did, 4)}  ${plain(name)}`),
    ...routines.map(([rid, name]) => `  routine ${showHex(rid, 4)}  ${plain(name)}`),
    ...dtcs.map(([code, text]) => `  DTC ${showHex(code, 6)}  ${plain(text)}`),
  ];
}

export function explainedLines(
  label: string,
  { bytes }: SeenMessage,
  { layer, meanings }: ExplainedMessage,
): readonly string[] {
  const head = `${label === '' ? '' : `${label}  `}${spaced(bytes)}`;
  if (meanings.length === 0) return [`${head}  no service of the description`];
  return meanings.flatMap(({ title, role, params }) => [
    `${head}  ${plain(title)}, ${role} (${plain(layer)})`,
    ...params.flatMap((param) => paramLines(param, 1)),
  ]);
}

function paramLines({ title, value }: DecodedParam, depth: number): readonly string[] {
  const indent = '    '.repeat(depth);
  switch (value.kind) {
    case 'value':
      return [
        `${indent}${plain(title)} = ${plain(`${value.physical}${value.unit === undefined ? '' : ` ${value.unit}`}`)}`,
      ];
    case 'group':
      return [`${indent}${plain(title)}`, ...value.params.flatMap((param) => paramLines(param, depth + 1))];
    case 'unexplained':
      return [`${indent}${plain(title)} = ${value.hex} (${value.why})`];
  }
}

export const jsonOf = (label: string, { bytes }: SeenMessage, explained: ExplainedMessage) => ({
  event: 'message',
  ...(label === '' ? {} : { seen: label }),
  hex: Buffer.from(bytes).toString('hex').toUpperCase(),
  ...explained,
});
