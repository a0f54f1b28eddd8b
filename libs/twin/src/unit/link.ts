import { err, ok, type Result } from '@baylink/kernel';
import { LINK_CONTROL, type LinkControlRequest, NRC, type Nrc } from '@baylink/protocols/uds';
import type { Ram } from './ram.js';

/** linkControlModeIdentifier CAN500000Baud: the one rate that the sample bus has. (ISO 14229-1 annex B.3) */
const CAN_500K = 0x12;

/** 0x87: the rate that the bus has already can be verified and changed to; every other is NRC 0x31. */
export function controlLink(ram: Ram, { control, parameter }: LinkControlRequest): Result<Ram, Nrc> {
  switch (control) {
    case LINK_CONTROL.verifyModeTransitionWithFixedParameter:
      return parameter[0] === CAN_500K ? ok({ ...ram, link: 'verified' }) : err(NRC.requestOutOfRange);
    case LINK_CONTROL.verifyModeTransitionWithSpecificParameter:
      return err(NRC.requestOutOfRange);
    case LINK_CONTROL.transitionMode:
      return ram.link === 'verified' ? ok({ ...ram, link: 'unverified' }) : err(NRC.requestSequenceError);
    default:
      return err(NRC.subFunctionNotSupported);
  }
}
