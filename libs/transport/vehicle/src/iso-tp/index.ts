export { FUNCTIONAL_REQUEST_ID } from '@baylink/protocols/iso-tp';
export { type FdFrames, type IsoTpLinkOptions, openIsoTpLink } from './iso-tp-link.js';
