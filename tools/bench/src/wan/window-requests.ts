import { equalBytes } from '@baylink/kernel';
import { wantsAnswer } from './overdue.js';

/** RoutineControl, start, eraseMemory and checkProgrammingDependencies. (ISO 14229-1 annex F) */
const ERASE = Uint8Array.of(0x31, 0x01, 0xff, 0x00);
const ROUTINE = Uint8Array.of(0x31, 0x01);
const TRANSFER_EXIT = 0x37;

const begins = (request: Uint8Array, with_: Uint8Array): boolean =>
  equalBytes(request.subarray(0, with_.length), with_);

/** From the first erase to the first check after the transfer, as the shop client sent them; what keeps the session alive is left out. */
export function windowRequests(all: readonly Uint8Array[]): readonly Uint8Array[] {
  const requests = all.filter(wantsAnswer);
  const first = requests.findIndex((request) => begins(request, ERASE));
  const exit = requests.findIndex((request, at) => at > first && request[0] === TRANSFER_EXIT);
  const check = requests.findIndex((request, at) => at > exit && begins(request, ROUTINE));
  if (first === -1 || exit === -1 || check === -1) throw new Error('The tap holds no whole flash from erase to check.');
  return requests.slice(first, check + 1);
}
