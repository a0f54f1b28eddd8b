import { byteAt, subFunctionOf, suppressOf } from '../codec/codec.js';
import { SID, serviceOf } from '../codec/services.table.js';

/** The request asks for no positive response: silence until P2 is its success. */
export const wantsSilence = (request: Uint8Array): boolean =>
  serviceOf(byteAt(request, 0))?.subFunction === true && suppressOf(request);

/** A key is never sent twice by itself: every sending may cost one of the unit's attempts. */
export const mayRepeat = (request: Uint8Array): boolean =>
  byteAt(request, 0) !== SID.SecurityAccess || subFunctionOf(request) % 2 === 1;
