import { byControl, byPeriodicIdentifier } from './control-rows.js';
import type { Effect } from './effect.js';
import { byAuthenticationTask, byDefinition, byFileOperation } from './opaque-rows.js';
import type { Row } from './rows.js';
import { between, byCodingDid, byRoutine, bySecurityLevel, bySubFunction, fixed, lengthIs, reading } from './rows.js';

/** reportTypes of 0x19; all of them read. (ISO 14229-1 11.3) */
const DTC_REPORTS = [
  0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11, 0x12, 0x13,
  0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x42, 0x55, 0x56,
] as const;

/**
 * Every request that is not the worst case, by its first byte. A service that is missing here, a sub-function that its row
 * does not name, and a length that does not fit have the effect `program`.
 */
export const EFFECTS_TABLE: ReadonlyMap<number, Row> = new Map<number, Row>([
  [0x01, fixed('EFF-R6', 'observe', 'OBD current data', between(2, 7))],
  [0x02, fixed('EFF-R6', 'observe', 'OBD freeze frame', between(3, 7))],
  [0x03, fixed('EFF-R6', 'observe', 'OBD stored codes', lengthIs(1))],
  [0x04, fixed('EFF-R5', 'actuate', 'OBD clearing of codes', lengthIs(1))],
  [0x05, fixed('EFF-R6', 'observe', 'OBD oxygen sensor tests', lengthIs(3))],
  [0x06, fixed('EFF-R6', 'observe', 'OBD monitoring tests', between(2, 7))],
  [0x07, fixed('EFF-R6', 'observe', 'OBD pending codes', lengthIs(1))],
  [0x08, fixed('EFF-R5', 'actuate', 'OBD control of a system', between(2, 7))],
  [0x0a, fixed('EFF-R6', 'observe', 'OBD permanent codes', lengthIs(1))],
  [0x09, fixed('EFF-R6', 'observe', 'OBD vehicle information', between(2, 7))],
  [0x10, bySubFunction('EFF-R2', 'DiagnosticSessionControl', lengthIs(2), new Map([['observe', [0x01, 0x03]]]))],
  [0x11, bySubFunction('EFF-R5', 'ECUReset', lengthIs(2), new Map([['actuate', [0x01, 0x02, 0x03]]]))],
  [0x14, fixed('EFF-R5', 'actuate', 'ClearDiagnosticInformation', between(4, 5))],
  [0x19, bySubFunction('EFF-R3', 'ReadDTCInformation', between(2, 8), new Map([['observe', DTC_REPORTS]]))],
  [0x22, reading('EFF-R3', 'ReadDataByIdentifier')],
  [0x23, fixed('EFF-R9', 'memory-read', 'ReadMemoryByAddress', between(4, 10))],
  [0x24, reading('EFF-R3', 'ReadScalingDataByIdentifier')],
  [0x27, bySecurityLevel('EFF-R7', 'SecurityAccess')],
  [
    0x28,
    bySubFunction('EFF-R5', 'CommunicationControl', lengthIs(3), new Map([['actuate', [0x00, 0x01, 0x02, 0x03]]])),
  ],
  [0x29, byAuthenticationTask('EFF-R12', 'Authentication')],
  [0x2a, byPeriodicIdentifier('EFF-R5', 'ReadDataByPeriodicIdentifier', between(2, 18))],
  [0x2c, byDefinition('EFF-R13', 'DynamicallyDefineDataIdentifier')],
  [0x2e, byCodingDid('EFF-R7', 'WriteDataByIdentifier')],
  [0x2f, byControl('EFF-R5', 'InputOutputControlByIdentifier', between(4, 255))],
  [0x31, byRoutine('EFF-R8', 'RoutineControl')],
  [0x35, fixed('EFF-R9', 'memory-read', 'RequestUpload', between(5, 11))],
  [0x36, fixed('EFF-R9', 'memory-read', 'TransferData without data', lengthIs(2))],
  [0x37, fixed('EFF-R9', 'memory-read', 'RequestTransferExit', lengthIs(1))],
  [0x38, byFileOperation('EFF-R9', 'RequestFileTransfer')],
  [0x3e, bySubFunction('EFF-R4', 'TesterPresent', lengthIs(2), new Map([['observe', [0x00]]]))],
  [
    0x83,
    bySubFunction(
      'EFF-R5',
      'AccessTimingParameter',
      lengthIs(2),
      new Map<Effect, readonly number[]>([
        ['observe', [0x01, 0x03]],
        ['actuate', [0x02]],
      ]),
    ),
  ],
  [
    0x86,
    bySubFunction(
      'EFF-R5',
      'ResponseOnEvent',
      lengthIs(3),
      new Map<Effect, readonly number[]>([
        ['observe', [0x04]],
        ['actuate', [0x00, 0x06]],
      ]),
    ),
  ],
  [0x85, bySubFunction('EFF-R5', 'ControlDTCSetting', between(2, 5), new Map([['actuate', [0x01, 0x02]]]))],
]);
