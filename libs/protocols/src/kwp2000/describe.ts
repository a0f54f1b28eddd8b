import { showBytes, showHex } from '@baylink/kernel';
import { decodeKwp } from './codec.js';
import { kwpNrcName } from './nrc.table.js';
import { kwpService } from './services.table.js';

/** One line for people about any bytes. */
export function describeKwp(bytes: Uint8Array): string {
  const message = decodeKwp(bytes);
  if (!message.ok) return `${showBytes(bytes.subarray(0, 8))} (${message.error})`;
  if (message.value.kind === 'negative') {
    const { sid, code } = message.value;
    return `${kwpService(sid)?.name ?? showHex(sid)} refused: ${kwpNrcName(code)} (${showHex(code)})`;
  }
  const { kind, service, values } = message.value;
  const shown = Object.entries(values).map(([name, value]) =>
    typeof value === 'number' ? `${name} ${showHex(value)}` : `${name} ${showBytes(value)}`,
  );
  return [service.name, ...(kind === 'response' ? ['answered'] : []), ...shown].join(' ');
}
