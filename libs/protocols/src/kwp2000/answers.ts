import { equalBytes } from '@baylink/kernel';
import { kwpService } from './services.table.js';

const NO_RESPONSE = 0x02;

/**
 * Whether a positive response belongs to this request as far as ISO 14230-3 lets it show: what both layouts begin with
 * is the same, where the response has it. A service that the standard does not define shows nothing.
 */
export function echoesKwp(request: Uint8Array, message: Uint8Array): boolean {
  const service = kwpService(request[0] ?? -1);
  if (service === undefined) return true;
  let at = 1;
  for (const [i, { name, width, presence }] of service.response.entries()) {
    const asked = service.request[i];
    if (asked?.name !== name || asked.width !== width || width === 'rest') return true;
    if (presence === 'optional' && message.length === at) return true;
    if (!equalBytes(message.subarray(at, at + width), request.subarray(at, at + width))) return false;
    at += width;
  }
  return true;
}

/** The request says that it wants no response: there is no bit for that, some services have a parameter. (ISO 14230-3 6.4) */
export function wantsNoResponse(request: Uint8Array): boolean {
  const [first] = kwpService(request[0] ?? -1)?.request ?? [];
  return first?.name === 'responseRequired' && request[1] === NO_RESPONSE;
}
