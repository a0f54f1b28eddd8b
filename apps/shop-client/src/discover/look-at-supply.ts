import { type Clock, showVolts } from '@baylink/kernel';
import type { DialectName } from '@baylink/protocols/bench-supply';
import { type BenchSupply, openBenchSupply } from '@baylink/transport-vehicle/bench-supply';
import type { Finding } from './finding.js';

/** How an instrument's name looks in each dialect: four fields (IEEE 488.2 10.14), or a maker and a model in one word. */
const NAMES: readonly (readonly [dialect: DialectName, name: RegExp, option: string])[] = [
  ['scpi', /^[^,]+,[^,]+,[^,]*,[^,]*$/, ''],
  ['korad', /^(?:KORAD|TENMA|VELLEMAN|RND)|K[AD]\d{4}P/i, '?dialect=korad'],
];

/** A bench supply by its name, and what it gives just now; `undefined` where none answers. Nothing is set or switched. */
export async function lookAtSupply(path: string, clock: Clock): Promise<Finding | undefined> {
  for (const [dialect, name, option] of NAMES) {
    const supply = openBenchSupply({ path, dialect, clock });
    const identity = await supply.open();
    if (!identity.ok) continue;
    const text = identity.value.text.trim();
    const finding = name.test(text) ? await supplyFinding(supply, path, text, option) : undefined;
    await supply.close();
    if (finding !== undefined) return finding;
  }
  return undefined;
}

async function supplyFinding({ reader }: BenchSupply, path: string, name: string, option: string): Promise<Finding> {
  const voltage = await reader.readVoltage();
  const state = await reader.readState();
  return {
    place: path,
    link: null,
    name: `bench supply ${name.slice(0, 80)}`,
    programming: null,
    millivolts: voltage.ok ? voltage.value.level : null,
    sentences: [
      `It is a source of voltage and no way into a car: --voltage supply:${path}${option}.`,
      voltage.ok ? `It measures ${showVolts(voltage.value.level)} at its output.` : voltage.error.message,
      ...(state.ok
        ? [state.value.output ? 'Its output is on.' : 'Its output is off: what it measures is no supply.']
        : []),
      'It is read and never set or switched.',
    ],
  };
}
