import { type Chance, type Clock, err, errorText, ok, type Result, readUint } from '@baylink/kernel';
import { type CarOut, createSampleCar, RunningCar } from '@baylink/twin';
import { attach } from './attach/attach-port.js';
import { openControl } from './control/control-port.js';
import { ENTRANCE_NAMES, ENTRANCES, type EntranceName } from './entrances.table.js';
import { openMeter } from './meter/meter-port.js';
import type { Entrance, Port } from './port.js';
import { writeDump } from './storage/dump.js';
import { keepMemories } from './storage/state-folder.js';
import { type ParsedOptions, parseOptions, type VehicleOptions } from './vehicle-options.js';

/** What the vehicle takes from its process. */
export interface VehicleHost {
  readonly clock: Clock;
  readonly chance: Chance;
  /** Hears everything that happens in the car, first to last. */
  readonly hear?: (out: CarOut) => void;
  /** Takes one sentence when something fails that the car goes on without. */
  readonly complain?: (sentence: string) => void;
}

/** Where the car can be reached; only what was asked for is there. */
export type Entrances = Readonly<Partial<Record<EntranceName, Entrance>>>;

export interface Vehicle {
  readonly entrances: Entrances;
  readonly car: RunningCar;
  /** Writes every `dump` of the options; one sentence for each that failed. */
  dump(): readonly string[];
  /** Writes dumps and state, closes everything, removes links. Safe to call twice. Sentences as of `dump`. */
  stop(): Promise<readonly string[]>;
  /** Resolves when it has stopped, whoever stopped it. */
  readonly stopped: Promise<void>;
}

/** Starts the sample car and everything that it is reachable by, or says in one sentence why it cannot. */
export async function runVehicle(options: VehicleOptions, host: VehicleHost): Promise<Result<Vehicle, string>> {
  const parsed = parseOptions(options);
  if (!parsed.ok) return parsed;
  const { clock, chance } = host;
  const car = new RunningCar(
    createSampleCar({
      at: clock.now(),
      chance: readUint(chance.bytes(4), 0, 4) ?? 0,
      memories: parsed.value.memories,
      script: parsed.value.script,
      dialect: parsed.value.dialect,
    }),
    clock,
  );
  if (host.hear !== undefined) car.listen(host.hear);
  const started = new StartedVehicle(car, parsed.value);
  const opened = await started.open(clock, host.complain ?? (() => undefined));
  if (opened.ok) return ok(started);
  await started.stop();
  return opened;
}

class StartedVehicle implements Vehicle {
  readonly entrances: Partial<Record<EntranceName, Entrance>> = {};
  readonly stopped: Promise<void>;
  readonly #ports: Port[] = [];
  #ended: () => void = () => undefined;
  #stopping: Promise<readonly string[]> | undefined;

  constructor(
    readonly car: RunningCar,
    private readonly options: ParsedOptions,
  ) {
    this.stopped = new Promise((resolve) => {
      this.#ended = resolve;
    });
  }

  async open(clock: Clock, complain: (sentence: string) => void): Promise<Result<void, string>> {
    const { entrances, attach: bus, control, meter, state } = this.options;
    for (const name of ENTRANCE_NAMES) {
      const text = entrances[name];
      if (text === undefined) continue;
      const entrance = this.#keep(await ENTRANCES[name].open(text, this.car, clock));
      if (!entrance.ok) return entrance;
      this.entrances[name] = entrance.value;
    }
    if (bus !== undefined) {
      const port = this.#keep(await attach(bus, this.car, clock));
      if (!port.ok) return port;
    }
    if (control !== undefined) {
      const context = { car: this.car, entrances: Object.values(this.entrances), stop: () => void this.stop() };
      const port = this.#keep(await openControl(control, context));
      if (!port.ok) return port;
    }
    try {
      if (meter !== undefined) this.#ports.push(await openMeter(meter, () => this.car.voltage(), clock, complain));
      if (state !== undefined) this.#ports.push(await keepMemories(state, this.car, clock, complain));
    } catch (cause) {
      return err(`A file of the vehicle cannot be written (${errorText(cause)}).`);
    }
    return ok();
  }

  dump(): readonly string[] {
    return this.options.dumps.flatMap((target) => {
      const written = writeDump(target, this.car);
      return written.ok ? [] : [written.error];
    });
  }

  stop(): Promise<readonly string[]> {
    this.#stopping ??= this.#close();
    return this.#stopping;
  }

  async #close(): Promise<readonly string[]> {
    const failures = [...this.dump()];
    for (const port of this.#ports.reverse())
      await port.close().catch((cause) => failures.push(`Not everything was closed in order (${cause}).`));
    this.car.stop();
    this.#ended();
    return failures;
  }

  #keep<P extends Port>(opened: Result<P, string>): Result<P, string> {
    if (opened.ok) this.#ports.push(opened.value);
    return opened;
  }
}
