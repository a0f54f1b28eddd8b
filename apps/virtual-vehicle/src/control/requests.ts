import { err, ok, type Result } from '@baylink/kernel';
import { type CarState, memories, type RunningCar, readAction } from '@baylink/twin';
import type { Entrance } from '../port.js';
import { writeDump } from '../storage/dump.js';

/** What the answer carries beside `ok`. */
export type ControlAnswer = Readonly<Record<string, unknown>>;

export interface ControlContext {
  readonly car: RunningCar;
  readonly entrances: readonly Entrance[];
  /** Ends the process in an orderly way. */
  readonly stop: () => void;
}

type Command = (context: ControlContext, fields: Readonly<Record<string, unknown>>) => Result<ControlAnswer, string>;

/** Beside the actions of a script. */
const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['state', ({ car }) => ok({ volts: car.voltage() / 1000, ...describe(car.state) })],
  [
    'dump',
    ({ car }, { unit, file }) => {
      if (typeof unit !== 'string' || typeof file !== 'string' || file === '')
        return err('"dump" needs "unit" and "file"');
      const bytes = writeDump({ unit, file }, car);
      return bytes.ok ? ok({ bytes: bytes.value }) : bytes;
    },
  ],
  [
    'cable',
    ({ entrances }, { plugged }) => {
      if (typeof plugged !== 'boolean') return err('"cable" needs "plugged", true or false');
      const cables = entrances.filter(({ plug }) => plug !== undefined);
      if (cables.length === 0) return err('none of the entrances has a cable that can be taken off; --k-line has one');
      for (const entrance of cables) entrance.plug?.(plugged);
      return ok({ cables: cables.length });
    },
  ],
  [
    'stop',
    ({ stop }) => {
      stop();
      return ok({});
    },
  ],
]);

/** One request, one answer: `{"do":"volts","volts":11.2}`. */
export function answerControl(line: string, context: ControlContext): Result<ControlAnswer, string> {
  const request = readObject(line);
  if (request === undefined) return err('a request is one JSON object a line, such as {"do":"state"}');
  const { do: name, ...fields } = request;
  const command = COMMANDS.get(String(name));
  if (command !== undefined) return command(context, fields);
  const action = readAction(name, fields);
  if (!action.ok) return err(`${action.error}, or one of ${[...COMMANDS.keys()].join(', ')}`);
  context.car.feed({ kind: 'action', action: action.value });
  return ok({});
}

/** The car as a person wants to see it; nothing of this is on any bus. */
export function describe(car: CarState): ControlAnswer {
  const units = car.nodes.map(({ unit }) => {
    const { life, profile } = unit;
    const memory = memories(car).get(profile.name);
    return {
      name: profile.name,
      life: life.kind,
      ...(life.kind === 'running' ? { running: life.running, session: life.server.session, blocks: life.blocks } : {}),
      ...(life.kind === 'bricked' ? { why: life.why } : {}),
      ...(memory?.software === undefined ? {} : { verdict: memory.software.verdict }),
    };
  });
  return { ...car.signals, units };
}

function readObject(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
