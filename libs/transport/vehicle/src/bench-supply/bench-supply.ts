import { type Clock, DrivenMachine, err, type Milliamperes, type Millivolts, ok, type Result } from '@baylink/kernel';
import {
  DIALECTS,
  type DialectName,
  SUPPLY_HOST_DEFAULTS,
  SUPPLY_HOST_START,
  type SupplyAnswer,
  type SupplyCommand,
  type SupplyHostInput,
  type SupplyHostOut,
  type SupplyHostState,
  supplyHost,
} from '@baylink/protocols/bench-supply';
import type { LinkError, Tap } from '../link.js';
import { openSerial, type Serial } from '../serial/index.js';
import * as say from './sentences.js';

export interface BenchSupplyOptions {
  /** The serial device: "/dev/ttyACM1", "COM5". */
  readonly path: string;
  readonly dialect: DialectName;
  readonly clock: Clock;
  readonly baudRate?: number;
  readonly tap?: Tap;
  /** Told once when the device goes away by itself. */
  readonly lost?: (error: LinkError) => void;
}

type Answer<Kind extends SupplyAnswer['kind']> = Promise<Result<Extract<SupplyAnswer, { kind: Kind }>, LinkError>>;
type Outcome = Result<SupplyAnswer, LinkError>;

/** What can be asked without changing anything at the output: all that an automatic path is ever given. */
export interface SupplyReader {
  identify(): Answer<'identity'>;
  readVoltage(): Answer<'voltage'>;
  readCurrent(): Answer<'current'>;
  readState(): Answer<'state'>;
}

/** What changes the supply of a vehicle, which may be in the middle of a write: only on a person's order. */
export interface SupplyControl {
  setVoltage(level: Millivolts): Answer<'done'>;
  setCurrentLimit(level: Milliamperes): Answer<'done'>;
  switchOutput(on: boolean): Answer<'done'>;
}

export interface BenchSupply {
  /** Called once; asks the instrument for its name. */
  open(): Answer<'identity'>;
  readonly reader: SupplyReader;
  readonly control: SupplyControl;
  /** Leaves the output as it is. */
  close(): Promise<void>;
}

type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'open'; readonly serial: Serial }
  | { readonly name: 'closed'; readonly error: LinkError };

class SerialBenchSupply implements BenchSupply {
  readonly #machine: DrivenMachine<SupplyHostState, SupplyHostInput, SupplyHostOut>;
  readonly #waiting = new Map<number, (outcome: Outcome) => void>();
  #phase: Phase = { name: 'new' };
  #ticket = 0;

  readonly reader: SupplyReader = {
    identify: () => this.#ask({ kind: 'identify' }, 'identity'),
    readVoltage: () => this.#ask({ kind: 'read-voltage' }, 'voltage'),
    readCurrent: () => this.#ask({ kind: 'read-current' }, 'current'),
    readState: () => this.#ask({ kind: 'read-state' }, 'state'),
  };

  readonly control: SupplyControl = {
    setVoltage: (level) => this.#ask({ kind: 'set-voltage', level }, 'done'),
    setCurrentLimit: (level) => this.#ask({ kind: 'set-current', level }, 'done'),
    switchOutput: (on) => this.#ask({ kind: 'output', on }, 'done'),
  };

  constructor(private readonly options: BenchSupplyOptions) {
    const host = supplyHost({ ...SUPPLY_HOST_DEFAULTS, dialect: DIALECTS[options.dialect] });
    this.#machine = new DrivenMachine(host, SUPPLY_HOST_START, options.clock, { kind: 'tick' }, (out) =>
      this.#perform(out),
    );
  }

  async open(): Answer<'identity'> {
    const { path, baudRate = 9600, tap } = this.options;
    const opened = await openSerial(
      { path, baudRate, tap },
      {
        received: (bytes) => this.#machine.feed({ kind: 'received', bytes }),
        lost: (cause) => {
          const error = say.lost(path, cause);
          this.#end(error);
          this.options.lost?.(error);
        },
      },
    );
    if (!opened.ok) return opened;
    this.#phase = { name: 'open', serial: opened.value };
    const identity = await this.reader.identify();
    if (!identity.ok) await this.close();
    return identity;
  }

  async close(): Promise<void> {
    const phase = this.#phase;
    this.#end(say.notOpen(this.options.path));
    if (phase.name === 'open') await phase.serial.close();
  }

  async #ask<Kind extends SupplyAnswer['kind']>(command: SupplyCommand, kind: Kind): Answer<Kind> {
    const { path } = this.options;
    if (this.#phase.name !== 'open') return err(this.#phase.name === 'closed' ? this.#phase.error : say.notOpen(path));
    const ticket = ++this.#ticket;
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#waiting.set(ticket, resolve);
      this.#machine.feed({ kind: 'command', command, ticket });
    });
    if (!outcome.ok) return outcome;
    return isAnswer(outcome.value, kind) ? ok(outcome.value) : err(say.otherAnswer(path));
  }

  #perform(out: SupplyHostOut): void {
    switch (out.kind) {
      case 'write':
        if (this.#phase.name === 'open') this.#phase.serial.write(Buffer.from(out.text, 'latin1'));
        return;
      case 'answered':
        this.#settle(out.ticket, ok(out.answer));
        return;
      case 'failed':
        this.#settle(out.ticket, err(say.failure(this.options.path, out.failure, SUPPLY_HOST_DEFAULTS.replyLimit)));
        return;
    }
  }

  #settle(ticket: number, outcome: Outcome): void {
    this.#waiting.get(ticket)?.(outcome);
    this.#waiting.delete(ticket);
  }

  #end(error: LinkError): void {
    if (this.#phase.name === 'closed') return;
    this.#phase = { name: 'closed', error };
    this.#machine.stop();
    for (const resolve of this.#waiting.values()) resolve(err(error));
    this.#waiting.clear();
  }
}

const isAnswer = <Kind extends SupplyAnswer['kind']>(
  answer: SupplyAnswer,
  kind: Kind,
): answer is Extract<SupplyAnswer, { kind: Kind }> => answer.kind === kind;

/** A bench supply on a serial port. Nothing happens before `open`. */
export const openBenchSupply = (options: BenchSupplyOptions): BenchSupply => new SerialBenchSupply(options);
