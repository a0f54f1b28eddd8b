import { readFileSync } from 'node:fs';
import { type Clock, err, errorText, ok, type Result } from '@baylink/kernel';
import type { DiagnosticLink, Tap, UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { createSampleCar, parseScript, type ScriptEntry } from '@baylink/twin';
import { SimBus } from './sim-bus.js';

export interface SimLinkOptions {
  readonly script: readonly ScriptEntry[];
  readonly units: readonly UnitAddress[];
  readonly clock: Clock;
  readonly tap?: Tap;
}

/** Seeds of the simulated units follow from it: a script gives the same car every time. */
const CHANCE = 1;

/** `--link sim:SCRIPT`: the sample car inside this process, for outside checks of the gates without any driver. */
export const openSimLink = ({ script, units, clock, ...tap }: SimLinkOptions): DiagnosticLink =>
  openIsoTpLink({
    canLink: new SimBus(createSampleCar({ at: clock.now(), chance: CHANCE, script }), clock),
    units,
    clock,
    ...tap,
  });

/** The script of a simulated car, read once at the start. */
export function loadSimScript(path: string): Result<readonly ScriptEntry[], string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (failure) {
    return err(`--link sim:${path}: the script cannot be read (${errorText(failure)}).`);
  }
  const script = parseScript(text);
  return script.ok ? ok(script.value) : err(`--link sim:${path}: ${script.error}.`);
}
