import { millis, seconds } from '@baylink/kernel';
import { type ServerConfig, type ServerTiming, type ServiceRule, type SessionRule, SID } from '@baylink/protocols/uds';
import type { Running } from '../boot/boot.js';
import type { UnitProfile } from './profile.js';
import { SESSION } from './sessions.table.js';
import type { Speech } from './speech/speech.js';
import { SPEECHES } from './speech/speeches.table.js';

/** The one security level of the sample units: 27 01 and 27 02. */
const LEVEL = 0x01;
const SEED_BYTES = 4;
const ATTEMPTS = 3;

export const TIMING: ServerTiming = {
  // What is told: generous towards testers on busy machines. Nothing takes longer than `pendingAfter` without a 0x78.
  p2: seconds(1),
  p2Star: seconds(5),
  s3: seconds(5),
  pendingAfter: millis(30),
  pendingEvery: millis(1500),
  askLimit: seconds(120),
};

/** At the fast rate eight identifiers take a tenth of the sample bus. */
const PERIODIC = { slow: seconds(1), medium: millis(200), fast: millis(50), limit: 8 };

/** The sample algorithm: every bit of the seed turned over. It protects nothing and is meant to. */
export const sampleKey = (seed: Uint8Array): Uint8Array => seed.map((byte) => ~byte & 0xff);

const { default: DEFAULT, programming: PROGRAMMING, extended: EXTENDED } = SESSION;
const outsideDefault = [PROGRAMMING, EXTENDED];

const everySession: readonly ServiceRule[] = [
  { sid: SID.DiagnosticSessionControl, sessions: 'any' },
  { sid: SID.ECUReset, sessions: 'any', subFunctions: [{ subFunction: 1 }, { subFunction: 3 }] },
  { sid: SID.ReadDataByIdentifier, sessions: 'any' },
  { sid: SID.TesterPresent, sessions: 'any' },
];

const applicationServices: readonly ServiceRule[] = [
  ...everySession,
  { sid: SID.ClearDiagnosticInformation, sessions: 'any' },
  { sid: SID.ReadDTCInformation, sessions: 'any' },
  { sid: SID.SecurityAccess, sessions: [EXTENDED] },
  { sid: SID.CommunicationControl, sessions: [EXTENDED], subFunctions: [0, 1, 2, 3].map(sub) },
  { sid: SID.WriteDataByIdentifier, sessions: [EXTENDED], security: [LEVEL], addressing: 'physical' },
  { sid: SID.ControlDTCSetting, sessions: [EXTENDED], subFunctions: [1, 2].map(sub) },
  { sid: SID.ReadScalingDataByIdentifier, sessions: 'any' },
  { sid: SID.ReadDataByPeriodicIdentifier, sessions: [EXTENDED], addressing: 'physical' },
  { sid: SID.DynamicallyDefineDataIdentifier, sessions: [EXTENDED], addressing: 'physical' },
  { sid: SID.AccessTimingParameter, sessions: 'any' },
  /** No keys for it: every request is NRC 0x39. */
  { sid: SID.SecuredDataTransmission, sessions: 'any', addressing: 'physical' },
  /** Nothing can be set up, so that there is nothing to start either: stop, report, clear. */
  { sid: SID.ResponseOnEvent, sessions: [EXTENDED], subFunctions: [0, 4, 6].map(sub) },
  { sid: SID.LinkControl, sessions: [EXTENDED], subFunctions: [1, 2, 3].map(sub) },
];

const controlServices: readonly ServiceRule[] = [
  { sid: SID.InputOutputControlByIdentifier, sessions: [EXTENDED], addressing: 'physical' },
];

const fileServices: readonly ServiceRule[] = [
  { sid: SID.RequestFileTransfer, sessions: [EXTENDED], addressing: 'physical' },
  { sid: SID.TransferData, sessions: [EXTENDED], addressing: 'physical' },
  { sid: SID.RequestTransferExit, sessions: [EXTENDED], addressing: 'physical' },
];

const readingServices = ({ reads }: Speech): readonly ServiceRule[] =>
  [SID.ReadMemoryByAddress, SID.RequestUpload, SID.TransferData, SID.RequestTransferExit].map((sid) => ({
    sid,
    sessions: reads === 'in any session' ? 'any' : outsideDefault,
    addressing: 'physical',
  }));

const bootloaderServices = (speech: Speech): readonly ServiceRule[] => [
  ...everySession,
  ...readingServices(speech),
  { sid: SID.SecurityAccess, sessions: [PROGRAMMING] },
  { sid: SID.WriteDataByIdentifier, sessions: [PROGRAMMING], security: [LEVEL], addressing: 'physical' },
  { sid: SID.RoutineControl, sessions: [PROGRAMMING], security: [LEVEL], addressing: 'physical' },
  { sid: SID.RequestDownload, sessions: [PROGRAMMING], security: [LEVEL], addressing: 'physical' },
  { sid: SID.CommunicationControl, sessions: outsideDefault, subFunctions: [0, 1, 2, 3].map(sub) },
  { sid: SID.ControlDTCSetting, sessions: outsideDefault, subFunctions: [1, 2].map(sub) },
];

const anySession = [DEFAULT, EXTENDED].map((session): SessionRule => ({ session, from: 'any', enter: 'here' }));

/** The application of a programmable unit leaves for the bootloader, and only from the extended session. */
const toBootloader: SessionRule = { session: PROGRAMMING, from: [EXTENDED, PROGRAMMING], enter: 'restart' };

const bootloaderSessions: readonly SessionRule[] = [
  { session: DEFAULT, from: 'any', enter: 'restart' },
  { session: PROGRAMMING, from: 'any', enter: 'here' },
  { session: EXTENDED, from: 'any', enter: 'here' },
];

/** The tables of the software that runs. */
export function serverConfig(
  { memory, actuators, files, dialect, security = { level: LEVEL, key: sampleKey } }: UnitProfile,
  running: Running,
): ServerConfig {
  const speech = SPEECHES[dialect];
  const programmable = memory !== undefined;
  const application = [
    ...applicationServices,
    ...(actuators.length > 0 ? controlServices : []),
    ...(programmable ? readingServices(speech) : files.size > 0 ? fileServices : []),
  ];
  const sessions = programmable ? [...anySession, toBootloader] : anySession;
  return {
    timing: TIMING,
    sessions: running === 'application' ? sessions : bootloaderSessions,
    services: (running === 'application' ? application : bootloaderServices(speech)).map((rule) =>
      rule.security === undefined ? rule : { ...rule, security: [security.level] },
    ),
    security: {
      levels: [
        {
          level: security.level,
          seedBytes: SEED_BYTES,
          sessions: running === 'application' ? [EXTENDED] : [PROGRAMMING],
          key: security.key,
        },
      ],
      attempts: ATTEMPTS,
      delay: seconds(10),
      bootDelay: millis(0),
    },
    transfer: { maxBlockLength: speech.blockLength },
    periodic: PERIODIC,
    maxDids: 16,
    maxResponse: speech.longestResponse,
  };
}

function sub(subFunction: number) {
  return { subFunction };
}
