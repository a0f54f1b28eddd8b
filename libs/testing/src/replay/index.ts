export { replayLink } from './replay-link.js';
