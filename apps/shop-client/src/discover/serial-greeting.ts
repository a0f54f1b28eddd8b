import { type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import { openSerial } from '@baylink/transport-vehicle/serial';

/** What stands at a serial port, by what it says when it is asked for its name. */
export type Greeting =
  | { readonly kind: 'slcan'; readonly version: string }
  | { readonly kind: 'elm'; readonly name: string }
  /** Every byte came back, and nothing else: an interface on one wire hears itself. */
  | { readonly kind: 'echo' }
  | { readonly kind: 'unknown'; readonly said: string };

interface Question {
  readonly text: string;
  readonly wait: Millis;
}

/** Asks a LAWICEL adapter for its version; an ELM327 answers that it does not know this, and with its prompt. */
const SLCAN_VERSION: Question = { text: 'V\r', wait: millis(300) };
/** Asks an ELM327 for its name; a LAWICEL adapter rings its bell. */
const ELM_NAME: Question = { text: 'ATI\r', wait: millis(1200) };
/** USB takes any; behind a real serial line these two are usual. */
const BAUD_RATES = [38_400, 115_200] as const;
const MOST_HEARD = 512;

const SLCAN_SAYS = /(?:^|\r)V([0-9A-F]{4})\r/i;
const ELM_SAYS = /((?:ELM|OBD|STN)[^\r\n>]*)[\r\n]+[^>]*>/i;

/** Asks nothing else of a device that nobody knows, and writes nothing else to it. */
export async function greet(path: string, clock: Clock): Promise<Result<Greeting, string>> {
  let said = '';
  let echoes = 0;
  for (const baudRate of BAUD_RATES) {
    let heard = '';
    let more: () => void = () => undefined;
    const port = await openSerial(
      { path, baudRate, tap: undefined },
      {
        received: (bytes) => {
          heard = (heard + String.fromCharCode(...bytes)).slice(-MOST_HEARD);
          more();
        },
        lost: () => more(),
      },
    );
    if (!port.ok) return err(port.error.message);
    /** Until what was heard fits, or the time is over. */
    const ask = (question: Question, fits: RegExp): Promise<string | undefined> =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = fits.exec(heard)?.[1];
          if (found !== undefined) end(found);
        };
        const cancel = clock.wake(millis(clock.now() + question.wait), () => end(undefined));
        const end = (found: string | undefined): void => {
          cancel();
          more = () => undefined;
          resolve(found);
        };
        more = look;
        port.value.write(Buffer.from(question.text, 'latin1'));
      });
    const version = await ask(SLCAN_VERSION, SLCAN_SAYS);
    const name = version === undefined ? await ask(ELM_NAME, ELM_SAYS) : undefined;
    await port.value.close();
    if (version !== undefined) return ok({ kind: 'slcan', version });
    if (name !== undefined) return ok({ kind: 'elm', name: name.trim() });
    if (heard === SLCAN_VERSION.text + ELM_NAME.text) echoes++;
    said ||= heard;
  }
  return ok(echoes === BAUD_RATES.length ? { kind: 'echo' } : { kind: 'unknown', said });
}
