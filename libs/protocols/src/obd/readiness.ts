import { bytesOf } from '@baylink/kernel';

export type Ignition = 'spark' | 'compression';

/** One monitor as PIDs 01 and 41 tell it: complete or not since the codes were cleared (01), or in this cycle (41). */
export interface MonitorReadiness {
  readonly monitor: string;
  readonly standing: 'complete' | 'not complete';
}

export interface Readiness {
  /** PID 41 always tells `off` and 0. */
  readonly mil: 'on' | 'off';
  readonly dtcs: number;
  readonly ignition: Ignition;
  /** Those that the vehicle supports, continuous ones first, in the order of their bits. */
  readonly monitors: readonly MonitorReadiness[];
}

/** Bits 0 to 2 of byte B; bits 4 to 6 tell which of them are not complete. */
const CONTINUOUS = ['misfire', 'fuel system', 'comprehensive components'] as const;

/** Bits 0 to 7 of byte C; the same bits of byte D tell which are not complete. */
const NON_CONTINUOUS: { readonly [I in Ignition]: readonly (string | undefined)[] } = {
  spark: [
    'catalyst',
    'heated catalyst',
    'evaporative system',
    'secondary air system',
    'gasoline particulate filter',
    'oxygen sensor',
    'oxygen sensor heater',
    'EGR or VVT system',
  ],
  compression: [
    'NMHC catalyst',
    'NOx aftertreatment',
    undefined,
    'boost pressure',
    undefined,
    'exhaust gas sensor',
    'PM filter',
    'EGR or VVT system',
  ],
};

const COMPRESSION = 0x08;
const MIL = 0x80;

/** `undefined` when these are no four bytes. Reserved bits are left out. */
export function decodeReadiness(data: Uint8Array): Readiness | undefined {
  const [a, b, c, d] = data;
  if (a === undefined || b === undefined || c === undefined || d === undefined || data.length !== 4) return undefined;
  const ignition: Ignition = (b & COMPRESSION) === 0 ? 'spark' : 'compression';
  const monitors = [...supported(CONTINUOUS, b & 0x07, b >> 4), ...supported(NON_CONTINUOUS[ignition], c, d)];
  return { mil: (a & MIL) === 0 ? 'off' : 'on', dtcs: a & 0x7f, ignition, monitors };
}

const supported = (names: readonly (string | undefined)[], bits: number, incomplete: number): MonitorReadiness[] =>
  names.flatMap((monitor, bit) =>
    monitor === undefined || (bits & (1 << bit)) === 0
      ? []
      : [{ monitor, standing: (incomplete & (1 << bit)) === 0 ? 'complete' : 'not complete' } as const],
  );

/** Inverse; a monitor that this kind of engine does not have is left out. */
export function encodeReadiness({ mil, dtcs, ignition, monitors }: Readiness): Uint8Array {
  const continuous = bitsOf(CONTINUOUS, monitors);
  const others = bitsOf(NON_CONTINUOUS[ignition], monitors);
  return bytesOf(
    (mil === 'on' ? MIL : 0) | Math.min(0x7f, dtcs),
    continuous.supported | (continuous.incomplete << 4) | (ignition === 'compression' ? COMPRESSION : 0),
    others.supported,
    others.incomplete,
  );
}

function bitsOf(names: readonly (string | undefined)[], monitors: readonly MonitorReadiness[]) {
  let supported = 0;
  let incomplete = 0;
  for (const { monitor, standing } of monitors) {
    const bit = names.indexOf(monitor);
    if (bit < 0) continue;
    supported |= 1 << bit;
    if (standing === 'not complete') incomplete |= 1 << bit;
  }
  return { supported, incomplete };
}
