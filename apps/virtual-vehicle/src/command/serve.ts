import { systemChance, systemClock } from '@baylink/kernel/system';
import type { CarOut } from '@baylink/twin';
import { SAMPLE_UNITS, SAMPLE_VIN } from '@baylink/twin';
import { ENTRANCE_NAMES, ENTRANCES } from '../entrances.table.js';
import { runVehicle, type Vehicle } from '../vehicle.js';
import { reportText } from './report-text.js';
import type { CommandOptions } from './vehicle-command.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** As with every other command: an option, file, port or adapter that cannot be used as it is. */
const NOTHING_STARTED = 2;
const FAILED = 1;

/** Runs the vehicle until a signal or a control request ends it. Exit code 0, or another after one sentence on stderr. */
export async function serveVehicle({ json = false, verbose = false, ...options }: CommandOptions): Promise<number> {
  const hear = (out: CarOut): void => {
    if (out.kind !== 'report') return;
    if (json) say({ event: 'report', unit: out.unit, ...out.report });
    else if (verbose) process.stdout.write(`${reportText(out)}\n`);
  };
  const complain = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
  const started = await runVehicle(options, { clock: systemClock(), chance: systemChance(), hear, complain });
  if (!started.ok) {
    complain(started.error);
    return NOTHING_STARTED;
  }
  const vehicle = started.value;
  for (const signal of SIGNALS) process.once(signal, () => void vehicle.stop());
  process.on('SIGUSR2', () => fail(vehicle.dump()));
  if (json) say({ event: 'ready', vin: SAMPLE_VIN, ...places(vehicle), units: UNITS });
  else process.stdout.write(welcome(vehicle));
  await vehicle.stopped;
  return fail(await vehicle.stop());
}

const UNITS = SAMPLE_UNITS.map(({ name, logical, can }) => ({ name, logical, can }));

/** Every entrance by its name; `null` for one that was not asked for. */
const places = ({ entrances }: Vehicle) =>
  Object.fromEntries(ENTRANCE_NAMES.map((name) => [name, entrances[name]?.place ?? null]));

function welcome({ entrances }: Vehicle): string {
  const width = Math.max(...ENTRANCE_NAMES.map((name) => ENTRANCES[name].title.length)) + 2;
  const lines = ENTRANCE_NAMES.flatMap((name) => {
    const entrance = entrances[name];
    return entrance === undefined ? [] : [`  ${ENTRANCES[name].title.padEnd(width)}${entrance.shown}`];
  });
  return `${[`Sample car ${SAMPLE_VIN} is running.`, ...lines].join('\n')}\nCtrl-C ends it.\n`;
}

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

function fail(sentences: readonly string[]): number {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  return sentences.length === 0 ? 0 : FAILED;
}
