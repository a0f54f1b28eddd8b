import { type Scan, setAside } from '@baylink/contracts';
import { exitCodes } from '../../exit-codes.table.js';
import { Stop } from '../../say.js';
import { chooseUnit } from '../units/unit-choice.js';
import type { SetAside } from './plan-head.js';

const SHAPE = /^([^:]+):([^:]+):(.+)$/;

/** "gateway:056200:replaced the battery": a finding of the scan that speaks against the plan and was looked at. */
export function readSetAside(text: string, { units }: Scan): SetAside {
  const [, unitText = '', dtc = '', reason = ''] = SHAPE.exec(text) ?? [];
  if (unitText === '') throw stop(`"${text}" is not UNIT:DTC:REASON, such as gateway:056200:battery replaced.`);
  const unit = chooseUnit(units, unitText);
  if (!unit.ok) throw stop(unit.error);
  const { code } = unit.value.dtcs.find((entry) => entry.text === dtc) ?? { code: dtc.toUpperCase() };
  const parsed = setAside.safeParse({ unit: unit.value.unit, dtc: code, reason });
  if (parsed.success) return parsed.data;
  throw stop(`"${dtc}" is no trouble code of ${unit.value.name}; its codes are ${codesOf(unit.value.dtcs)}.`);
}

const codesOf = (dtcs: readonly { code: string; text: string }[]): string =>
  dtcs.map(({ code, text }) => `${code} (${text})`).join(', ') || 'none';

const stop = (sentence: string): Stop => new Stop(exitCodes.usage, sentence);
