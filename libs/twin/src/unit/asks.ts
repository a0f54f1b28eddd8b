import { bytesOf, concat, err, type Millis, ok, unreachable } from '@baylink/kernel';
import {
  type Ask,
  type AskContext,
  type AskResult,
  EVENT_TYPE,
  encodeEventReport,
  encodeTimingRecord,
  NRC,
  PERIODIC_DIDS,
  type PeriodicRequest,
  type ResponseOnEventRequest,
  TIMING_ACCESS,
  type TimingRequest,
} from '@baylink/protocols/uds';
import { readFlash } from '../memory/flash.js';
import { acceptDid, type DidContext, readDid } from './dids.js';
import { clearDtcs, readDtcs } from './dtcs.js';
import { define } from './dynamic-did.js';
import { openedAnswer, openFile } from './files.js';
import { controlActuator } from './io-control.js';
import { controlLink } from './link.js';
import type { NonVolatile } from './nonvolatile.js';
import type { Ram } from './ram.js';
import { type RoutineContext, type Started, startRoutine } from './routines.js';
import { readScaling } from './scaling.js';
import { TIMING } from './server-config.js';
import type { RunningLife, UnitState } from './state.js';
import { transfer } from './transfer.js';

/** Answers what the server asks its unit: at once, or by starting a job. */
export function answerAsk(
  unit: UnitState,
  { running, ram }: RunningLife,
  id: number,
  ask: Ask,
  context: AskContext,
  now: Millis,
): Started {
  const { profile, memory, surroundings } = unit;
  const dids = { profile, memory, surroundings, running, session: context.session, ram };
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
      if (ask.memory !== undefined) return at(memory, err(NRC.requestOutOfRange));
      const dtcs = clearDtcs(memory.dtcs, ask.groupOfDtc);
      return dtcs.ok ? at({ ...memory, dtcs: dtcs.value }, ok(new Uint8Array())) : at(memory, dtcs);
    }
    case 'RoutineControl':
      return startRoutine(ask, routine);
    case 'ReadMemoryByAddress':
      return at(memory, readMemory(memory, ask.memory));
    case 'RequestDownload':
    case 'RequestUpload':
      return transfer(ask, routine);
    case 'TransferData':
    case 'RequestTransferExit':
      return ask.target === 'file' ? at(memory, fromFile(ask, ram)) : transfer(ask, routine);
    case 'ReadScalingDataByIdentifier':
      return at(memory, readScaling(ask.did, profile));
    case 'ReadDataByPeriodicIdentifier':
      return at(memory, knowsAll(ask, dids) ? ok(new Uint8Array()) : err(NRC.requestOutOfRange));
    case 'DynamicallyDefineDataIdentifier': {
      const dynamic = define(ram.dynamic, ask.definition, dids);
      return dynamic.ok ? inRam(memory, { ...ram, dynamic: dynamic.value }) : at(memory, dynamic);
    }
    case 'InputOutputControlByIdentifier': {
      const done = controlActuator(profile, ram.held, ask);
      return done.ok ? inRam(memory, { ...ram, held: done.value.held }, done.value.state) : at(memory, done);
    }
    case 'RequestFileTransfer': {
      const file = openFile(profile, ask);
      return file.ok
        ? inRam(memory, { ...ram, file: file.value }, openedAnswer(ask.operation, file.value.length))
        : at(memory, file);
    }
    case 'AccessTimingParameter':
      return at(memory, accessTiming(ask));
    case 'ResponseOnEvent':
      return at(memory, ok(respondOnEvent(ask)));
    case 'LinkControl': {
      const linked = controlLink(ram, ask);
      return linked.ok ? inRam(memory, linked.value) : at(memory, linked);
    }
    case 'SecuredDataTransmission':
      return at(memory, err(NRC.secureDataTransmissionNotAllowed));
    case 'WriteMemoryByAddress':
      return at(memory, err(NRC.requestOutOfRange));
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

/** No event is ever set up here, and none has been identified. */
const respondOnEvent = ({ event }: ResponseOnEventRequest): Uint8Array =>
  concat(
    bytesOf(0),
    event.eventType === EVENT_TYPE.reportActivatedEvents
      ? encodeEventReport({ kind: 'activated', events: [] })
      : encodeEventReport({ kind: 'event', event }),
  );

/** The unit's own timing, which 0x83 reads and does not change. */
function accessTiming({ access }: TimingRequest): AskResult {
  switch (access) {
    case TIMING_ACCESS.readExtendedTimingParameterSet:
    case TIMING_ACCESS.readCurrentlyActiveTimingParameters:
      return ok(encodeTimingRecord({ layout: 'server', ...TIMING }));
    case TIMING_ACCESS.setTimingParametersToDefaultValues:
      return ok(new Uint8Array());
    default:
      return err(NRC.requestOutOfRange);
  }
}

/** As in the answer to DiagnosticSessionControl. */

const knowsAll = ({ periodicIds }: PeriodicRequest, context: DidContext): boolean =>
  periodicIds.every((id) => readDid(PERIODIC_DIDS + id, context).ok);

type FileAsk = Extract<Ask, { service: 'TransferData' | 'RequestTransferExit' }>;

function fromFile(ask: FileAsk, { file }: Ram): AskResult {
  if (ask.service === 'RequestTransferExit')
    return ask.parameters.length === 0 ? ok(new Uint8Array()) : err(NRC.requestOutOfRange);
  return ask.direction === 'upload' && file !== undefined
    ? ok(file.slice(ask.address, ask.address + ask.length))
    : err(NRC.requestSequenceError);
}

const inRam = (memory: NonVolatile, ram: Ram, answer: Uint8Array = new Uint8Array()): Started => ({
  ...at(memory, ok(answer)),
  ram,
});

const at = (memory: NonVolatile, result: AskResult): Started => ({ memory, reply: { kind: 'now', result } });
