import { err, fromHex, millis, millivolts, ok, type Result, volts } from '@baylink/kernel';
import { z } from 'zod';
import type { BatteryChange } from '../battery/battery.js';
import type { CarAction } from '../car/action.js';
import type { Fault } from '../car/fault.js';
import { SAMPLE_UNITS } from '../car/sample/profiles.js';

const unit = z.enum(SAMPLE_UNITS.map(({ name }) => name));
const level = z.number().min(0).max(40);
const time = z.number().min(0).max(86_400_000);
const byte = z.union([
  z.number().int().min(0).max(0xff),
  z
    .string()
    .regex(/^(0x)?[0-9a-fA-F]{2}$/, 'must be a byte such as "36"')
    .transform((text) => Number.parseInt(text, 16)),
]);
const count = z.number().int().min(1).max(1_000_000).default(1);
const address = z.number().int().min(0).max(0xffff_ffff);
const code = z.string().regex(/^[0-9a-fA-F]{6}$/, 'must be six hex digits such as "042000"');
const bytes = z.string().regex(/^([0-9a-fA-F]{2})+$/, 'must be bytes in hex');
const swing = { millivolts: z.number().min(0).max(10_000), period: z.number().min(0.1).max(10_000).default(7) };

const battery = (change: BatteryChange): CarAction => ({ kind: 'battery', change });
const fault = (made: Fault): CarAction => ({ kind: 'fault', fault: made });

/** What a script or a control message can do to the car, by its `do`. Volts, amperes and milliseconds. */
const ACTIONS: ReadonlyMap<string, z.ZodType<CarAction>> = new Map<string, z.ZodType<CarAction>>([
  ['volts', z.strictObject({ volts: level }).transform((on) => battery({ kind: 'volts', level: volts(on.volts) }))],
  [
    'ramp',
    z
      .strictObject({ volts: level, over: time })
      .transform((on) => battery({ kind: 'ramp', level: volts(on.volts), over: millis(on.over) })),
  ],
  [
    'ripple',
    z
      .strictObject(swing)
      .transform((on) => battery({ kind: 'ripple', peakToPeak: millivolts(on.millivolts), period: millis(on.period) })),
  ],
  [
    'load',
    z.strictObject({ amperes: z.number().min(0).max(2_000) }).transform((on) => battery({ kind: 'load', ...on })),
  ],
  ['power-off', z.strictObject({}).transform(() => battery({ kind: 'power', connected: false }))],
  ['power-on', z.strictObject({}).transform(() => battery({ kind: 'power', connected: true }))],
  ['ignition', z.strictObject({ on: z.boolean() }).transform(({ on }) => signals({ ignitionOn: on }))],
  ['engine', z.strictObject({ rpm: z.number().min(0).max(16_000) }).transform(signals)],
  ['speed', z.strictObject({ kmh: z.number().min(0).max(255) }).transform(({ kmh }) => signals({ speed: kmh }))],
  ['reset', z.strictObject({ unit }).transform((on) => ({ kind: 'reset', ...on }))],
  [
    'silence',
    z.strictObject({ unit, for: time }).transform((on) => ({ kind: 'silence', unit: on.unit, lasts: millis(on.for) })),
  ],
  [
    'lose-response',
    z.strictObject({ unit, service: byte, count }).transform((on) => fault({ kind: 'lose-response', ...on })),
  ],
  [
    'lose-request',
    z.strictObject({ unit, service: byte, count }).transform((on) => fault({ kind: 'lose-request', ...on })),
  ],
  [
    'refuse',
    z.strictObject({ unit, service: byte, nrc: byte, count }).transform((on) => fault({ kind: 'refuse', ...on })),
  ],
  [
    'dtc',
    z
      .strictObject({ unit, code, status: z.number().int().min(0).max(0xff), present: z.boolean().default(false) })
      .transform(({ unit, ...dtc }) => ({
        kind: 'dtc',
        unit,
        dtc: { ...dtc, code: Number.parseInt(dtc.code, 16) },
      })),
  ],
  [
    'imprint',
    z
      .strictObject({ unit, address, bytes })
      .transform((on) => ({ kind: 'imprint', ...on, bytes: fromHex(on.bytes) ?? new Uint8Array() })),
  ],
]);

function signals(change: Extract<CarAction, { kind: 'signals' }>['change']): CarAction {
  return { kind: 'signals', change };
}

export const ACTION_NAMES = [...ACTIONS.keys()];

/** `name` is what stood in `do`, `fields` everything beside it. The error is a few words about the first fault. */
export function readAction(name: unknown, fields: object): Result<CarAction, string> {
  const schema = typeof name === 'string' ? ACTIONS.get(name) : undefined;
  if (schema === undefined) return err(`"do" is ${JSON.stringify(name)}; it must be one of ${ACTION_NAMES.join(', ')}`);
  const parsed = schema.safeParse(fields);
  return parsed.success ? ok(parsed.data) : err(`"${name}" ${faultOf(parsed.error)}`);
}

/** Path and message of the first fault. */
export function faultOf(error: z.ZodError): string {
  const [first] = error.issues;
  const where = first === undefined || first.path.length === 0 ? '' : `field "${first.path.join('.')}": `;
  return `${where}${first?.message ?? 'is not understood'}`;
}
