const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const isBlank = (byte: number | undefined) => byte === 0x20 || byte === 0x09;

/** One line that is not blank, as a range of the file: no text is copied. White space around it is left out. */
export interface Line {
  /** Counted from 1, blank lines included. */
  readonly number: number;
  readonly from: number;
  readonly to: number;
}

/** LF, CRLF and CR end a line; the last one needs no end. */
export function* lines(file: Uint8Array): Generator<Line> {
  let number = 1;
  let start = 0;
  for (let at = 0; at <= file.length; at++) {
    const byte = file[at];
    if (byte !== undefined && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) continue;
    let from = start;
    let to = at;
    while (from < to && isBlank(file[from])) from++;
    while (to > from && isBlank(file[to - 1])) to--;
    if (from < to) yield { number, from, to };
    if (byte === CARRIAGE_RETURN && file[at + 1] === LINE_FEED) at++;
    start = at + 1;
    number++;
  }
}
