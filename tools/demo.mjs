import { prepared } from './steps/prepared.mjs';
import { started } from './steps/started.mjs';

/** `npm run demo`: installs what is missing, builds, and runs the demonstration. */
await prepared();
started('tools/demo/dist/main.js');
