import { err, type Millis, ok, unreachable } from '@baylink/kernel';
import { type Ask, type AskContext, type AskResult, NRC } from '@baylink/protocols/uds';
import type { Running } from '../boot/boot.js';
import { readFlash } from '../memory/flash.js';
import { acceptDid, readDid } from './dids.js';
import { clearDtcs, readDtcs } from './dtcs.js';
import type { NonVolatile } from './nonvolatile.js';
import { type RoutineContext, type Started, startRoutine } from './routines.js';
import type { UnitState } from './state.js';
import { transfer } from './transfer.js';

/** Answers what the server asks its unit: at once, or by starting a job. */
export function answerAsk(
  unit: UnitState,
  running: Running,
  id: number,
  ask: Ask,
  context: AskContext,
  now: Millis,
): Started {
  const { profile, memory, surroundings } = unit;
  const dids = { profile, memory, surroundings, running, session: context.session };
  const routine: RoutineContext = { ask: id, profile, memory, surroundings, now };
  switch (ask.service) {
    case 'DiagnosticSessionControl':
      return at(memory, mayProgram(unit, ask.session) ? ok(new Uint8Array()) : err(NRC.conditionsNotCorrect));
    case 'ECUReset':
    case 'CommunicationControl':
    case 'ControlDTCSetting':
      return at(memory, ok(new Uint8Array()));
    case 'ReadDataByIdentifier':
      return at(memory, readDid(ask.did, dids));
    case 'WriteDataByIdentifier': {
      const accepted = acceptDid(ask.did, ask.data, dids);
      if (!accepted.ok) return at(memory, accepted);
      return at({ ...memory, values: new Map(memory.values).set(ask.did, accepted.value) }, ok(new Uint8Array()));
    }
    case 'ReadDTCInformation':
      return at(memory, readDtcs(memory.dtcs, ask));
    case 'ClearDiagnosticInformation': {
      const dtcs = clearDtcs(memory.dtcs, ask.groupOfDtc);
      return dtcs.ok ? at({ ...memory, dtcs: dtcs.value }, ok(new Uint8Array())) : at(memory, dtcs);
    }
    case 'RoutineControl':
      return startRoutine(ask, routine);
    case 'ReadMemoryByAddress':
      return at(memory, readMemory(memory, ask.memory));
    case 'RequestDownload':
    case 'RequestUpload':
    case 'TransferData':
    case 'RequestTransferExit':
      return transfer(ask, routine);
    default:
      return unreachable(ask);
  }
}

const PROGRAMMING = 0x02;

/** No unit leaves its application while the engine runs or the car moves. */
const mayProgram = ({ surroundings }: UnitState, session: number): boolean =>
  session !== PROGRAMMING || (surroundings.rpm === 0 && surroundings.speed === 0 && surroundings.ignitionOn);

/** Memory that does not exist, or not as far as asked, is out of range. */
function readMemory({ software }: NonVolatile, { address, size }: { address: number; size: number }): AskResult {
  const bytes = software === undefined ? undefined : readFlash(software.flash, { start: address, size });
  return bytes?.ok ? ok(bytes.value) : err(NRC.requestOutOfRange);
}

const at = (memory: NonVolatile, result: AskResult): Started => ({ memory, reply: { kind: 'now', result } });
