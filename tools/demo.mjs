import { spawn } from 'node:child_process';
import { alone } from './steps/alone.mjs';
import { buildWhenChanged } from './steps/build.mjs';
import { installPackages } from './steps/install.mjs';
import { root } from './steps/run.mjs';

/** `npm run demo`: installs what is missing, builds, and runs the demonstration. Plain Node: nothing needs to be installed for it. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Baylink needs Node 20.19 or newer and this is ${process.versions.node}; install a newer one.`);
  process.exit(1);
}
const prepared = await alone('prepare', async () => {
  for (const [what, step] of [
    ['npm ci', installPackages],
    ['the build', buildWhenChanged],
  ]) {
    const code = await step();
    if (code !== 0) return `${what} ended with ${code}; its output is above.`;
  }
  return undefined;
});
if (prepared !== undefined) {
  console.error(prepared);
  process.exit(1);
}

const demo = spawn(process.execPath, ['tools/demo/dist/main.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
/** The demonstration cleans up by itself; this process waits for it. Ctrl-C reaches both, other signals are passed on. */
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
demo.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
