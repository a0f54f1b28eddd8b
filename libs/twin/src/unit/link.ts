import { err, ok, type Result } from '@baylink/kernel';
import { LINK_CONTROL, LINK_MODE, type LinkControlRequest, NRC, type Nrc } from '@baylink/protocols/uds';
import type { Ram } from './ram.js';

/** 0x87: the one rate that the sample bus has, and has already, can be verified and changed to; every other is NRC 0x31. */
export function controlLink(ram: Ram, { control, parameter }: LinkControlRequest): Result<Ram, Nrc> {
  switch (control) {
    case LINK_CONTROL.verifyModeTransitionWithFixedParameter:
      return parameter.kind === 'mode' && parameter.mode === LINK_MODE.CAN500000Baud
        ? ok({ ...ram, link: 'verified' })
        : err(NRC.requestOutOfRange);
    case LINK_CONTROL.verifyModeTransitionWithSpecificParameter:
      return err(NRC.requestOutOfRange);
    case LINK_CONTROL.transitionMode:
      return ram.link === 'verified' ? ok({ ...ram, link: 'unverified' }) : err(NRC.requestSequenceError);
    default:
      return err(NRC.subFunctionNotSupported);
  }
}
