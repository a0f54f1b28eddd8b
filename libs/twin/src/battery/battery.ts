import { after, type Millis, type Millivolts, millis, millivolts } from '@baylink/kernel';

/** What the terminals would show without extra load: a constant, or a straight line that ends in one. */
type Course =
  | { readonly kind: 'steady'; readonly level: Millivolts }
  | {
      readonly kind: 'ramp';
      readonly from: Millivolts;
      readonly to: Millivolts;
      readonly start: Millis;
      readonly over: Millis;
    };

/** The board supply: battery and charger together. Every reading is a function of this state and of time. */
export interface Battery {
  readonly course: Course;
  /** Peak to peak. */
  readonly ripple: Millivolts;
  readonly ripplePeriod: Millis;
  /** Amperes drawn beyond what the course already counts; positive. */
  readonly load: number;
  /** Ohms between the source and the terminals. */
  readonly resistance: number;
  /** False while the supply is cut off: the terminals show 0 V whatever the course says. */
  readonly connected: boolean;
}

export type BatteryChange =
  | { readonly kind: 'volts'; readonly level: Millivolts }
  | { readonly kind: 'ramp'; readonly level: Millivolts; readonly over: Millis }
  | { readonly kind: 'ripple'; readonly peakToPeak: Millivolts; readonly period: Millis }
  | { readonly kind: 'load'; readonly amperes: number }
  | { readonly kind: 'power'; readonly connected: boolean };

export const SAMPLE_BATTERY: Battery = {
  course: { kind: 'steady', level: millivolts(13_850) },
  ripple: millivolts(20),
  ripplePeriod: millis(7),
  load: 0,
  resistance: 0.02,
  connected: true,
};

/** How often a moving supply is looked at. */
const SAMPLE_PERIOD = millis(5);

/** Voltage at the terminals, never below zero. `extraAmps` is what the units draw at this moment. */
export function terminalVoltage(battery: Battery, now: Millis, extraAmps = 0): Millivolts {
  if (!battery.connected) return millivolts(0);
  const swing = (battery.ripple / 2) * Math.sin((2 * Math.PI * now) / battery.ripplePeriod);
  const drop = (battery.load + extraAmps) * battery.resistance * 1000;
  return millivolts(Math.max(0, Math.round(level(battery.course, now) + swing - drop)));
}

export function changeBattery(battery: Battery, change: BatteryChange, now: Millis): Battery {
  switch (change.kind) {
    case 'volts':
      return { ...battery, course: { kind: 'steady', level: change.level } };
    case 'ramp': {
      const from = level(battery.course, now);
      return { ...battery, course: { kind: 'ramp', from, to: change.level, start: now, over: change.over } };
    }
    case 'ripple':
      return { ...battery, ripple: change.peakToPeak, ripplePeriod: change.period };
    case 'load':
      return { ...battery, load: change.amperes };
    case 'power':
      return { ...battery, connected: change.connected };
  }
}

/** When the terminals must be looked at again: on a ramp often, on a steady supply not at all. */
export function batteryDeadline(battery: Battery, now: Millis): Millis | undefined {
  const { course } = battery;
  if (course.kind === 'steady' || !battery.connected || now >= course.start + course.over) return undefined;
  return millis(Math.min(after(now, SAMPLE_PERIOD), course.start + course.over));
}

function level(course: Course, now: Millis): Millivolts {
  if (course.kind === 'steady') return course.level;
  const done = course.over <= 0 ? 1 : Math.min(1, Math.max(0, (now - course.start) / course.over));
  return millivolts(course.from + (course.to - course.from) * done);
}
