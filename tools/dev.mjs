import { prepared } from './steps/prepared.mjs';
import { startedAnew } from './steps/started-anew.mjs';

/** `npm run dev`: what the demonstration starts, built and started anew whenever a source has changed. */
await prepared();
startedAnew('tools/demo/dist/main.js', process.argv.slice(2));
