import { CAN_ERR_MASK } from './kernel-constants.js';

/** What a controller reports about its bus, most serious first. */
export type BusErrorKind =
  | 'bus-off'
  | 'restarted'
  | 'error-passive'
  | 'error-warning'
  | 'error-active'
  | 'no-acknowledgement'
  | 'transmit-timeout'
  | 'overflow'
  | 'lost-arbitration'
  | 'protocol-violation'
  | 'transceiver'
  | 'bus-error';

interface BusErrorRow {
  readonly kind: BusErrorKind;
  /** One of the class bits of `can_id` in an error frame. (linux/can/error.h) */
  readonly errorClass: number;
  /** Where a class holds several reports: the bits of byte 1 that tell this one. */
  readonly controller?: number;
  /** What happened to the interface NAME, and what to do. */
  readonly sentence: string;
}

const CONTROLLER = 0x004;
const SAME_RATE = 'check termination, wiring and that every node has the same bit rate';

export const BUS_ERRORS: readonly BusErrorRow[] = [
  {
    kind: 'bus-off',
    errorClass: 0x040,
    sentence: `The controller of NAME is bus-off after too many errors: ${SAME_RATE}, then restart it as root with ip link set NAME type can restart.`,
  },
  {
    kind: 'restarted',
    errorClass: 0x100,
    sentence: 'The controller of NAME was restarted after bus-off: frames of the time before are lost.',
  },
  {
    kind: 'error-passive',
    errorClass: CONTROLLER,
    controller: 0x30,
    sentence: `The controller of NAME is error-passive: ${SAME_RATE}.`,
  },
  {
    kind: 'error-warning',
    errorClass: CONTROLLER,
    controller: 0x0c,
    sentence: `The controller of NAME counts many bus errors: ${SAME_RATE}.`,
  },
  {
    kind: 'overflow',
    errorClass: CONTROLLER,
    controller: 0x03,
    sentence: 'The controller of NAME ran out of room and lost frames: close other programs on this computer.',
  },
  {
    kind: 'error-active',
    errorClass: CONTROLLER,
    controller: 0x40,
    sentence: 'The controller of NAME has recovered and is error-active again.',
  },
  {
    kind: 'no-acknowledgement',
    errorClass: 0x020,
    sentence: 'Nobody acknowledges the frames of NAME: check that the vehicle is connected and awake.',
  },
  {
    kind: 'transmit-timeout',
    errorClass: 0x001,
    sentence: `The controller of NAME could not send a frame: ${SAME_RATE}.`,
  },
  {
    kind: 'lost-arbitration',
    errorClass: 0x002,
    sentence: 'The controller of NAME lost arbitration: the bus is busy, and the frame is sent again by itself.',
  },
  {
    kind: 'protocol-violation',
    errorClass: 0x008,
    sentence: `The controller of NAME saw damaged bits on the bus: ${SAME_RATE}.`,
  },
  {
    kind: 'transceiver',
    errorClass: 0x010,
    sentence:
      'The transceiver of NAME reports a fault on the wires: check CAN-H and CAN-L for a short circuit or a break.',
  },
  { kind: 'bus-error', errorClass: 0x080, sentence: `The controller of NAME saw an error frame: ${SAME_RATE}.` },
];

/** Every class: the kernel tells all that the controller tells. */
export const ALL_ERROR_CLASSES = CAN_ERR_MASK;

/** The most serious report in an error frame, or `undefined` when it holds none that is known. */
export function describeBusError(classes: number, detail: Uint8Array): BusErrorRow | undefined {
  const controller = detail[1] ?? 0;
  return BUS_ERRORS.find(
    (row) => (classes & row.errorClass) !== 0 && (row.controller === undefined || (controller & row.controller) !== 0),
  );
}
