import { showBytes, showHex } from '@baylink/kernel';
import { pidValues } from './pid-value.js';
import { pidEntry } from './pids.table.js';
import { decodeReadiness } from './readiness.js';
import { isBitmap, supportedBy } from './support.js';
import { showObdDtc } from './trouble-code.js';

/** PID 1C. (SAE J1979-DA) */
const REQUIREMENTS: ReadonlyMap<number, string> = new Map([
  [0x01, 'OBD II'],
  [0x02, 'OBD'],
  [0x03, 'OBD and OBD II'],
  [0x04, 'OBD I'],
  [0x05, 'no OBD'],
  [0x06, 'EOBD'],
  [0x07, 'EOBD and OBD II'],
  [0x08, 'EOBD and OBD'],
  [0x09, 'EOBD, OBD and OBD II'],
  [0x0a, 'JOBD'],
  [0x0b, 'JOBD and OBD II'],
  [0x0c, 'JOBD and EOBD'],
  [0x0d, 'JOBD, EOBD and OBD II'],
]);

/** PID 51. (SAE J1979-DA) */
const FUELS: readonly string[] = [
  'none',
  'gasoline',
  'methanol',
  'ethanol',
  'diesel',
  'LPG',
  'CNG',
  'propane',
  'electric',
  'gasoline, bi-fuel',
];

/** PID 03. (SAE J1979-DA) */
const FUEL_SYSTEM: ReadonlyMap<number, string> = new Map([
  [0x00, 'not present'],
  [0x01, 'open loop, conditions not met'],
  [0x02, 'closed loop'],
  [0x04, 'open loop, driving conditions'],
  [0x08, 'open loop, fault'],
  [0x10, 'closed loop, fault'],
]);

const listed = (text: string | undefined, byte: number): string => text ?? showHex(byte);

/** Data of a PID for people: numbers with their unit, names where the standard has some, else bytes. */
export function showPid(pid: number, data: Uint8Array): string {
  if (isBitmap(pid))
    return (
      supportedBy(pid, data)
        .map((each) => showHex(each))
        .join(' ') || 'none'
    );
  const [first = 0, second = 0] = data;
  if (data.length >= (pidEntry(pid)?.length ?? 1)) {
    if (pid === 0x01 || pid === 0x41) return showReadiness(data);
    if (pid === 0x02) return showObdDtc(first * 256 + second);
    if (pid === 0x03) return [first, second].map((byte) => listed(FUEL_SYSTEM.get(byte), byte)).join(', ');
    if (pid === 0x1c) return listed(REQUIREMENTS.get(first), first);
    if (pid === 0x51) return listed(FUELS[first], first);
  }
  const numbers = pidValues(pid, data).map(({ value, unit }) => `${Number(value.toFixed(3))} ${unit}`.trimEnd());
  return numbers.length > 0 ? numbers.join(', ') : showBytes(data);
}

function showReadiness(data: Uint8Array): string {
  const readiness = decodeReadiness(data);
  if (readiness === undefined) return showBytes(data);
  const open = readiness.monitors.filter(({ standing }) => standing === 'not complete').map(({ monitor }) => monitor);
  const monitors = open.length === 0 ? 'all monitors complete' : `not complete: ${open.join(', ')}`;
  return `MIL ${readiness.mil}, ${readiness.dtcs} DTCs, ${readiness.ignition} ignition, ${monitors}`;
}
