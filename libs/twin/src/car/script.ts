import { after, type Millis } from '@baylink/kernel';
import type { UnitReport } from '../unit/report.js';
import type { CarAction } from './action.js';

/** When something happens: at a time after the start, or some time after a unit has reported something. */
export type Trigger =
  | { readonly kind: 'at'; readonly at: Millis }
  | {
      readonly kind: 'report';
      readonly unit: string;
      readonly report: UnitReport['kind'];
      /** Only for `block`: the number of the block that is meant. */
      readonly block: number | undefined;
      readonly delay: Millis;
    };

export interface ScriptEntry {
  readonly when: Trigger;
  readonly action: CarAction;
}

interface Due {
  readonly at: Millis;
  readonly action: CarAction;
}

/** Entries that wait for a time, soonest first, and entries that wait for a report. Each one happens once. */
export interface Script {
  readonly due: readonly Due[];
  readonly armed: readonly ScriptEntry[];
}

export function startScript(entries: readonly ScriptEntry[], start: Millis): Script {
  const armed = entries.filter(({ when }) => when.kind === 'report');
  const due = entries.flatMap(({ when, action }) =>
    when.kind === 'at' ? [{ at: after(start, when.at), action }] : [],
  );
  return { due: soonestFirst(due), armed };
}

export const scriptDeadline = (script: Script): Millis | undefined => script.due[0]?.at;

/** The actions that are due at `now`, in order, and the script without them. */
export function takeDue(
  script: Script,
  now: Millis,
): { readonly script: Script; readonly actions: readonly CarAction[] } {
  const due = script.due.filter(({ at }) => at <= now);
  if (due.length === 0) return { script, actions: [] };
  return { script: { ...script, due: script.due.slice(due.length) }, actions: due.map(({ action }) => action) };
}

/** A unit has reported something: what waited for it becomes due. */
export function hearReport(script: Script, unit: string, report: UnitReport, now: Millis): Script {
  const fired = script.armed.filter(({ when }) => matches(when, unit, report));
  if (fired.length === 0) return script;
  const due = fired.flatMap(({ when, action }) =>
    when.kind === 'report' ? [{ at: after(now, when.delay), action }] : [],
  );
  return {
    due: soonestFirst([...script.due, ...due]),
    armed: script.armed.filter((entry) => !fired.includes(entry)),
  };
}

const matches = (when: Trigger, unit: string, report: UnitReport): boolean =>
  when.kind === 'report' &&
  when.unit === unit &&
  when.report === report.kind &&
  (report.kind !== 'block' || when.block === undefined || when.block === report.number);

const soonestFirst = (due: readonly Due[]): readonly Due[] => [...due].sort((a, b) => a.at - b.at);
