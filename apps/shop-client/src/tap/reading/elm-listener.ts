import { fromHex } from '@baylink/kernel';
import { EMPTY_REPLY, type IdWidth, parseFrameLine, type ReplyState, splitReply } from '@baylink/protocols/elm';
import { IsoTpListener } from './iso-tp-listener.js';
import { identifierText, type Listener } from './listener.js';

/** The protocols of ISO 15765-4 with identifiers of 29 bits. (ELM327: SP) */
const PROTOCOL = /^AT[ST]P/;
const EXTENDED = /^AT[ST]P[79]$/;
const PRIORITY = /^ATCP([0-9A-F]{2})$/;
const HEADER = /^ATSH([0-9A-F]{3,6})$/;

/**
 * What goes to an adapter is commands and whole requests, what comes from it is frames with their identifiers. The
 * requests are named by the identifier that was set before them.
 */
export function elm(): Listener {
  const lines: { tx: ReplyState; rx: ReplyState } = { tx: EMPTY_REPLY, rx: EMPTY_REPLY };
  const isoTp = new IsoTpListener();
  let width: IdWidth = 'base';
  let priority = '';
  let header = '';
  const command = (text: string): void => {
    if (PROTOCOL.test(text)) width = EXTENDED.test(text) ? 'extended' : 'base';
    priority = PRIORITY.exec(text)?.[1] ?? priority;
    header = HEADER.exec(text)?.[1] ?? header;
  };
  const asked = (line: string) => {
    const bytes = fromHex(line);
    if (bytes === undefined) command(line.toUpperCase());
    const who = width === 'extended' ? `${priority}${header}` : header;
    return bytes === undefined || bytes.length === 0 ? [] : [{ who, bytes }];
  };
  const answered = (line: string) => {
    const frame = parseFrameLine(line, width);
    if (frame === undefined) return [];
    const who = identifierText(frame.id);
    const bytes = isoTp.hear(who, frame.data);
    return bytes === undefined ? [] : [{ who, bytes }];
  };
  return ({ direction, bytes }) => {
    const { state, tokens } = splitReply(lines[direction], bytes);
    lines[direction] = state;
    return tokens.flatMap((token) => {
      if (token.kind !== 'line') return [];
      return direction === 'tx' ? asked(token.text) : answered(token.text);
    });
  };
}
