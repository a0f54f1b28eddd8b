import { readFileSync } from 'node:fs';
import { errorText, fromHex } from '@baylink/kernel';
import { inQuarantine, messagesOf, type OdxDescription, pair, readTap, type SeenMessage } from '@baylink/shop-client';
import { Command, InvalidArgumentError } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { readFile } from '../expert/plan/firmware-file.js';
import { Stop, tell, tellJson } from '../say.js';
import { explainedLines, jsonOf, summaryLines } from './odx-text.js';

interface Options {
  readonly odx: string;
  readonly layer?: string;
  readonly tap?: string;
  readonly json?: true;
}

/** `baylink decode`: what messages mean, by the maker's own description of the unit. */
export const decodeCommand = (): Command =>
  new Command('decode')
    .description('say what messages mean by a PDX or ODX file; without messages, what that file can name')
    .argument('[hex...]', 'messages as hex digits, such as 22F190 62F190…; an answer after its request', collectHex, [])
    .requiredOption('--odx <file>', 'PDX archive, or ODX document with diagnostic layers')
    .option('--layer <name>', 'only by this layer; otherwise by the most specific one that knows the message')
    .option('--tap <file>', 'the messages of a tap of the shop client, over whatever link')
    .option('--json', 'one JSON document a line')
    .action(async (typed: readonly Uint8Array[], options: Options) => {
      const messages = options.tap === undefined ? asTyped(typed) : fromTap(options.tap);
      if (messages.length > MOST_MESSAGES)
        throw new Stop(
          exitCodes.usage,
          `${messages.length} messages are too many; ${MOST_MESSAGES} are explained at once.`,
        );
      const { outcome } = await inQuarantine('describeOdx', readFile(options.odx), {
        messages: messages.map(({ seen }) => seen),
        ...(options.layer === undefined ? {} : { layer: options.layer }),
      });
      if (!outcome.ok) throw new Stop(exitCodes.usage, `${options.odx}: ${outcome.error}`);
      show(messages, outcome.value, options.json === true);
    });

interface ToExplain {
  readonly seen: SeenMessage;
  /** When and between whom, of a tap. */
  readonly label: string;
}

const MOST_MESSAGES = 20_000;
/** What is longer is a block of a flash; its beginning tells as much. */
const LONGEST = 512;
const NANOS_PER_MILLI = 1_000_000n;

function asTyped(typed: readonly Uint8Array[]): readonly ToExplain[] {
  const numbered = typed.map((bytes, i) => ({
    at: BigInt(i),
    direction: isAnswer(bytes) ? ('rx' as const) : ('tx' as const),
    who: '',
    bytes,
  }));
  return pair(numbered).map(({ bytes, request }) => ({ label: '', seen: { bytes, ...(request && { request }) } }));
}

/** Bit 6 of the first byte is set in every response identifier and in no request's. (ISO 14229-1 8) */
const isAnswer = ([first = 0]: Uint8Array): boolean => (first & 0x40) !== 0;

function fromTap(path: string): readonly ToExplain[] {
  const tap = readTap(textOf(path));
  if (!tap.ok) throw new Stop(exitCodes.usage, `${path}: ${tap.error}`);
  return pair(messagesOf(tap.value)).map(({ at, direction, who, bytes, request }) => ({
    label: `${Number(at / NANOS_PER_MILLI) / 1000} ${direction} ${who}`,
    seen: { bytes: bytes.subarray(0, LONGEST), ...(request && { request: request.subarray(0, LONGEST) }) },
  }));
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (failure) {
    const why = errorText(failure);
    throw new Stop(exitCodes.usage, `The tap ${path} cannot be read (${why}).`);
  }
}

function show(messages: readonly ToExplain[], { layers, explained }: OdxDescription, json: boolean): void {
  if (messages.length === 0) {
    for (const layer of layers) {
      if (json) tellJson({ event: 'layer', ...layer });
      else for (const line of summaryLines(layer)) tell(line);
    }
    return;
  }
  for (const [i, { label, seen }] of messages.entries()) {
    const message = explained[i] ?? { layer: '', meanings: [] };
    if (json) tellJson(jsonOf(label, seen, message));
    else for (const line of explainedLines(label, seen, message)) tell(line);
  }
  if (explained.every(({ meanings }) => meanings.length === 0)) process.exitCode = exitCodes.failed;
}

function collectHex(text: string, before: readonly Uint8Array[]): readonly Uint8Array[] {
  const bytes = fromHex(text.replace(/[\s:]/g, ''));
  if (bytes === undefined || bytes.length === 0)
    throw new InvalidArgumentError(`"${text}" is no message; write hex digits such as 22F190.`);
  return [...before, bytes];
}
