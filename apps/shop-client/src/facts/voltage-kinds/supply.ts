import { type Clock, err, type Millivolts, millis, ok, seconds, showVolts } from '@baylink/kernel';
import { addCurrent, type CurrentSample, currentSignature, type DialectName } from '@baylink/protocols/bench-supply';
import { openBenchSupply, type SupplyReader } from '@baylink/transport-vehicle/bench-supply';
import type { Meter, MeterReading } from '../meter.js';
import type { HearReading, VoltageKind } from '../voltage-kind.js';

const FORM = 'supply:PATH[?dialect=korad]';
const EVERY = millis(80);
const REOPEN = seconds(1);
const WINDOW = seconds(5);

/** The bench supply that feeds the vehicle, on a serial port of its own. It is read, and never set or switched, from here. */
export const supplyVoltage: VoltageKind = {
  form: FORM,
  parse(place) {
    const [, path = '', dialect = 'scpi'] = /^([^?]+)(?:\?dialect=(scpi|korad))?$/.exec(place) ?? [];
    if (path === '' || (dialect !== 'scpi' && dialect !== 'korad'))
      return err(`--voltage supply:${place}: write ${FORM}, such as supply:/dev/ttyACM1.`);
    return ok({
      name: `supply ${path}`,
      reach: 'dedicated',
      start: ({ clock }, hear) => startSupplyMeter({ path, dialect }, clock, hear),
    });
  },
};

/** Reads round after round; a supply that was lost is looked for again, and in between there is no reading. */
function startSupplyMeter(
  { path, dialect }: { readonly path: string; readonly dialect: DialectName },
  clock: Clock,
  hear: HearReading,
): Meter {
  let stop: () => void = () => undefined;
  const stopped = new Promise<'stopped'>((resolve) => (stop = () => resolve('stopped')));
  const wait = (lasts: typeof EVERY) =>
    Promise.race([stopped, new Promise((resolve) => clock.wake(millis(clock.now() + lasts), () => resolve('due')))]);

  const run = async (): Promise<void> => {
    for (;;) {
      const supply = openBenchSupply({ path, dialect, clock });
      const opened = await supply.open();
      if (!opened.ok) hear(err(opened.error.message), clock.now());
      const end = opened.ok ? await readOn(supply.reader, clock, hear, () => wait(EVERY)) : 'lost';
      await supply.close();
      if (end === 'stopped' || (await wait(REOPEN)) === 'stopped') return;
    }
  };
  void run();
  return { name: `supply ${path}`, stop };
}

async function readOn(
  reader: SupplyReader,
  clock: Clock,
  hear: HearReading,
  wait: () => Promise<unknown>,
): Promise<'stopped' | 'lost'> {
  let samples: readonly CurrentSample[] = [];
  for (;;) {
    const [voltage, current, state] = [
      await reader.readVoltage(),
      await reader.readCurrent(),
      await reader.readState(),
    ];
    const fault = [voltage, current, state].find(({ ok }) => !ok);
    if (fault !== undefined && !fault.ok) {
      hear(err(fault.error.message), clock.now());
      if (fault.error.kind === 'lost') return 'lost';
    } else if (voltage.ok && current.ok && state.ok) {
      const { output, limiting } = state.value;
      samples = addCurrent(samples, { level: current.value.level, limiting, at: clock.now() }, WINDOW);
      hear(judge(voltage.value.level, output, samples), clock.now());
    }
    if ((await wait()) === 'stopped') return 'stopped';
  }
}

/** A supply at its current limit does not hold its voltage: what it shows at this moment is no promise for the next. */
function judge(level: Millivolts, output: boolean, samples: readonly CurrentSample[]): MeterReading {
  if (!output) return err('The output of the bench supply is off: switch it on at its front panel.');
  const signature = currentSignature(samples);
  if (samples.at(-1)?.limiting !== true || signature === undefined) return ok(level);
  const amperes = (value: number): string => `${(value / 1000).toFixed(1)} A`;
  return err(
    `The bench supply is at its current limit (${showVolts(level)}, ${amperes(signature.mean)} on average, ${amperes(signature.most)} at most): raise its limit or switch loads of the vehicle off.`,
  );
}
