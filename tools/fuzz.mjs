import { buildWhenChanged } from './steps/build.mjs';

/** `npm run fuzz -- --runs 1000000 --seed 7`: needs the libraries as they are built. */
const code = await buildWhenChanged();
if (code !== 0) process.exit(code);
await import('./fuzz/main.mjs');
