import { SingleBar } from 'cli-progress';
import { paint } from './paint.js';

/** Whoever speaks or acts in the story. */
export type Person = 'technician' | 'expert' | 'organisation' | 'shop' | 'car' | 'broker';

const COLOURS: Readonly<Record<Person, 'cyan' | 'magenta' | 'yellow' | 'green' | 'blue' | 'gray'>> = {
  technician: 'cyan',
  expert: 'magenta',
  organisation: 'yellow',
  shop: 'green',
  car: 'blue',
  broker: 'gray',
};

const NAME_WIDTH = 12;
/** Without a terminal a bar becomes a line now and then. */
const QUIET_MS = 2_000;

/** The live account of what happens, for people in front of a terminal. */
export class Account {
  private lastTold = '';
  private bar: { readonly label: string; readonly view: SingleBar } | undefined;

  constructor(readonly out: NodeJS.WritableStream) {}

  heading(text: string): void {
    this.line(`\n${paint(this.out, 'bold', text)}`);
  }

  /** Somebody does or says something. */
  tell(who: Person, text: string): void {
    this.line(`  ${paint(this.out, COLOURS[who], who.padEnd(NAME_WIDTH))} ${text}`);
    this.lastTold = text;
  }

  /** What came of a chapter, unless somebody has just said it, and what was found. */
  right(outcome: string, findings: string): void {
    const said = outcome === this.lastTold ? '' : `${outcome} `;
    this.line(`  ${paint(this.out, 'green', '✓')} ${said}${findings}`);
  }

  wrong(text: string): void {
    this.line(`  ${paint(this.out, 'red', '✗')} ${text}`);
  }

  line(text: string): void {
    this.endBar();
    this.out.write(`${text}\n`);
  }

  /** A bar that moves; another label begins another bar. `note` is what is measured meanwhile. */
  progress(label: string, done: number, total: number, note: string): void {
    if (this.bar?.label !== label) {
      this.endBar();
      const view = new SingleBar({
        format: `  ${label.padEnd(36)} [{bar}] {percentage} % {note}`,
        stream: this.out,
        noTTYOutput: true,
        notTTYSchedule: QUIET_MS,
        barsize: 30,
      });
      view.start(total, 0, { note });
      this.bar = { label, view };
    }
    this.bar.view.update(done, { note });
  }

  private endBar(): void {
    this.bar?.view.stop();
    this.bar = undefined;
  }
}
