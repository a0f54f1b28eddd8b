export { FUNCTIONAL_REQUEST_ID, type IsoTpLinkOptions, openIsoTpLink } from './iso-tp-link.js';
