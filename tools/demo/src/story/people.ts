import type { Child, Ended, JsonLine } from '../house/child.js';
import type { House } from '../house/house.js';

const NAME = 'Fernhilfe Experts';

/** The organisation's desk: its root key stays in its own folder. */
export class Organisation {
  private readonly dir: string;

  constructor(private readonly house: House) {
    this.dir = house.at('organisation');
  }

  /** Makes the root and registers it; the answer is the fingerprint that shops compare. */
  async open(): Promise<string> {
    const { programs, brokerUrl } = this.house;
    const args = ['org', 'init', '--dir', this.dir, '--name', NAME, '--broker', brokerUrl];
    const child = await programs.must('organisation', args);
    return child.output.at(-1) ?? '';
  }

  async certify(code: string, effects: string): Promise<void> {
    const { programs, brokerUrl } = this.house;
    const args = ['org', 'certify', code, '--dir', this.dir, '--organisation', NAME, '--effects', effects];
    await programs.must('organisation', [...args, '--broker', brokerUrl]);
  }
}

/** An expert at a terminal: `baylink expert …`, with a key and a certificate of their own. */
export class Expert {
  private readonly dir: string;

  constructor(
    private readonly house: House,
    readonly name: string,
    private readonly hear: (line: JsonLine) => void,
  ) {
    this.dir = house.at(`expert-${name}`);
  }

  async enrol(organisation: Organisation, effects: string): Promise<void> {
    const child = this.start(['enrol', '--name', this.name]);
    const { code } = await child.line((line) => line.event === 'enrolment', 'the code was there');
    await organisation.certify(String(code), effects);
    const { code: exit, sentence } = await child.ended;
    if (exit !== 0) throw new Error(`${this.name} could not enrol: ${sentence}`);
  }

  /** `broker` is another way to the broker than the straight one. */
  start(args: readonly string[], broker = this.house.brokerUrl): Child {
    const child = this.house.programs.start(`expert-${this.name}`, [
      ...['expert', ...args],
      ...['--dir', this.dir, '--broker', broker, '--json'],
    ]);
    child.listen((line) => this.hear(line));
    return child;
  }

  /** Runs a command to its end, whatever it is. */
  async run(args: readonly string[]): Promise<Ended & { readonly child: Child }> {
    const child = this.start(args);
    return { ...(await child.ended), child };
  }

  /** Runs a command that has to succeed; the answer are its lines. */
  async must(args: readonly string[]): Promise<readonly JsonLine[]> {
    const { code, child, sentence } = await this.run(args);
    if (code === 0) return child.output.flatMap((text) => (text.startsWith('{') ? [JSON.parse(text) as JsonLine] : []));
    throw new Error(`baylink expert ${args[0]} ended with ${code}: ${sentence}`);
  }
}
