import { prepared } from './steps/prepared.mjs';
import { started } from './steps/started.mjs';

/** `npm run bench`: installs what is missing, builds, and measures. */
await prepared();
started('tools/bench/dist/main.js');
