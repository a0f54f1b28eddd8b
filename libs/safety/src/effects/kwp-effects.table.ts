import { byControl, byLocalControl } from './control-rows.js';
import { byLocalCodingValue, byLocalIdentifier, byLocalRoutine, byMode, commonIdentifier } from './kwp-rows.js';
import { between, byCodingDid, fixed, lengthIs, type Row } from './rows.js';

const OBSERVE = 'EFF-R14';
const ACTUATE = 'EFF-R15';

/**
 * Every request of ISO 14230-3 that is not the worst case, by its first byte. Many bytes mean something else here than in
 * ISO 14229-1: there is no bit that asks for silence, sessions have other numbers, and routines and values have names of
 * one byte.
 */
export const KWP_EFFECTS_TABLE: ReadonlyMap<number, Row> = new Map<number, Row>([
  [0x01, fixed('EFF-R6', 'observe', 'OBD current data', lengthIs(2))],
  [0x02, fixed('EFF-R6', 'observe', 'OBD freeze frame', lengthIs(3))],
  [0x03, fixed('EFF-R6', 'observe', 'OBD stored codes', lengthIs(1))],
  [0x04, fixed('EFF-R5', 'actuate', 'OBD clearing of codes', lengthIs(1))],
  [0x05, fixed('EFF-R6', 'observe', 'OBD oxygen sensor tests', lengthIs(3))],
  [0x06, fixed('EFF-R6', 'observe', 'OBD monitoring tests', between(2, 3))],
  [0x07, fixed('EFF-R6', 'observe', 'OBD pending codes', lengthIs(1))],
  [0x08, fixed('EFF-R5', 'actuate', 'OBD control of a system', between(2, 7))],
  [0x09, fixed('EFF-R6', 'observe', 'OBD vehicle information', between(2, 3))],
  [0x10, byMode(OBSERVE, 'observe', 'StartDiagnosticSession', 2, [0x81])],
  [0x11, byMode(ACTUATE, 'actuate', 'ECUReset', 2, [0x01])],
  [0x12, fixed(OBSERVE, 'observe', 'ReadFreezeFrameData', between(2, 5))],
  [0x13, fixed(OBSERVE, 'observe', 'ReadDiagnosticTroubleCodes', between(1, 3))],
  [0x14, fixed(ACTUATE, 'actuate', 'ClearDiagnosticInformation', lengthIs(3))],
  [0x17, fixed(OBSERVE, 'observe', 'ReadStatusOfDiagnosticTroubleCodes', lengthIs(3))],
  [0x18, fixed(OBSERVE, 'observe', 'ReadDiagnosticTroubleCodesByStatus', between(2, 4))],
  [0x1a, fixed(OBSERVE, 'observe', 'ReadECUIdentification', lengthIs(2))],
  [0x20, fixed(OBSERVE, 'observe', 'StopDiagnosticSession', lengthIs(1))],
  [0x21, byLocalIdentifier(OBSERVE, 'observe', 'ReadDataByLocalIdentifier', lengthIs(2))],
  [0x22, commonIdentifier(OBSERVE, 'observe', 'ReadDataByCommonIdentifier', lengthIs(3))],
  [0x23, fixed('EFF-R9', 'memory-read', 'ReadMemoryByAddress', lengthIs(5))],
  [0x28, byMode(ACTUATE, 'actuate', 'DisableNormalMessageTransmission', 2, [0x01, 0x02])],
  [0x29, byMode(ACTUATE, 'actuate', 'EnableNormalMessageTransmission', 2, [0x01, 0x02])],
  [0x2e, byCodingDid('EFF-R7', 'WriteDataByCommonIdentifier')],
  [0x2f, byControl(ACTUATE, 'InputOutputControlByCommonIdentifier', between(4, 255))],
  [0x30, byLocalControl(ACTUATE, 'InputOutputControlByLocalIdentifier', between(3, 255))],
  [0x31, byLocalRoutine('EFF-R8', 'StartRoutineByLocalIdentifier')],
  [0x32, byLocalRoutine('EFF-R8', 'StopRoutineByLocalIdentifier')],
  [0x33, byLocalRoutine('EFF-R8', 'RequestRoutineResultsByLocalIdentifier')],
  [0x3b, byLocalCodingValue('EFF-R7', 'WriteDataByLocalIdentifier')],
  [0x3e, fixed(OBSERVE, 'observe', 'TesterPresent', between(1, 2))],
  [0x85, byMode(ACTUATE, 'actuate', 'ControlDTCSetting', 5, [0x01, 0x02])],
]);
