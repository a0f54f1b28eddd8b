import { type Clock, err, type Millis, millis, ok, type Result } from '@baylink/kernel';
import {
  basicSetup,
  NO_COMMAND,
  type Observed,
  PROBES,
  type Reply,
  type SetupCommand,
  STN_SETUP,
} from '@baylink/protocols/elm';
import type { LinkError } from '../link.js';
import type { CommandLine } from './command-line.js';
import * as say from './sentences.js';

/** ATZ takes up to a second, a lamp test included. (ELM327: Z) */
const RESET_LIMIT = millis(3000);
/** The second counts when the first was glued to something that stood in the adapter's input before. */
const RESETS = 2;

const isOk = (reply: Reply): boolean => reply.lines.some((line) => line.endsWith('OK'));
const isUnknown = (reply: Reply): boolean => reply.troubles.includes('unknown-command');

/** Opens the talk with an adapter that may be in any state, sets it up, and looks what it can do. Nothing is sent to the car. */
export class SelfTest {
  private readonly roundTrips: Millis[] = [];

  constructor(
    private readonly line: CommandLine,
    private readonly place: string,
    private readonly clock: Clock,
  ) {}

  async run(protocol: string): Promise<Result<Observed, LinkError>> {
    const name = await this.reset();
    if (!name.ok) return name;
    const set = await this.setUp(basicSetup(protocol));
    if (!set.ok) return set;
    const stn = await this.ask('STI');
    if (!stn.ok) return stn;
    const firmware = isUnknown(stn.value) ? undefined : stn.value.lines.find((line) => line.startsWith('STN'));
    const segments = firmware === undefined ? ok(false) : await this.takesAll(STN_SETUP);
    if (!segments.ok) return segments;
    const flowControl = await this.takesAll(FLOW_CONTROL);
    if (!flowControl.ok) return flowControl;
    const nonsense = await this.ask(NO_COMMAND);
    if (!nonsense.ok) return nonsense;
    const unknown = await this.unknownProbes();
    if (!unknown.ok) return unknown;
    return ok({
      name: name.value,
      stn: firmware,
      unknown: unknown.value,
      agreesToAnything: isOk(nonsense.value),
      segments: segments.value,
      flowControl: flowControl.value,
      roundTrip: this.middle(),
    });
  }

  private async reset(): Promise<Result<string, LinkError>> {
    for (let tries = 0; tries < RESETS; tries++) {
      const reply = await this.line.ask('ATZ', RESET_LIMIT);
      const name = reply.ok
        ? reply.value.lines.find((line) => /[a-z]/i.test(line) && !line.endsWith('ATZ'))
        : undefined;
      if (name !== undefined) return ok(name);
    }
    return err(say.noAdapter(this.place));
  }

  /** Every one that is needed; those that are not may be unknown. */
  private async setUp(commands: readonly SetupCommand[]): Promise<Result<void, LinkError>> {
    for (const { text, need } of commands) {
      const reply = await this.ask(text);
      if (!reply.ok) return reply;
      if (need === 'must' && !isOk(reply.value)) return err(say.refusedSetting(this.place, text));
    }
    return ok();
  }

  private async takesAll(commands: readonly SetupCommand[]): Promise<Result<boolean, LinkError>> {
    for (const { text } of commands) {
      const reply = await this.ask(text);
      if (!reply.ok) return reply;
      if (!isOk(reply.value)) return ok(false);
    }
    return ok(true);
  }

  private async unknownProbes(): Promise<Result<readonly string[], LinkError>> {
    const unknown: string[] = [];
    for (const { command } of PROBES) {
      const reply = await this.ask(command);
      if (!reply.ok) return reply;
      if (isUnknown(reply.value)) unknown.push(command);
    }
    return ok(unknown);
  }

  private async ask(text: string): Promise<Result<Reply, LinkError>> {
    const began = this.clock.now();
    const reply = await this.line.ask(text);
    this.roundTrips.push(millis(this.clock.now() - began));
    return reply;
  }

  private middle(): Millis {
    const sorted = this.roundTrips.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? millis(0);
  }
}

/** Set for good in front of each unit; here only to see whether it is known, and then off again. */
const FLOW_CONTROL: readonly SetupCommand[] = [
  { text: 'ATFCSH7E0', need: 'may' },
  { text: 'ATFCSD300000', need: 'may' },
  { text: 'ATFCSM1', need: 'may' },
  { text: 'ATFCSM0', need: 'may' },
];
