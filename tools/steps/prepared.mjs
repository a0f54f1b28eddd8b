import { alone } from './alone.mjs';
import { buildWhenChanged } from './build.mjs';
import { installPackages } from './install.mjs';

/** Installs what is missing and builds what has changed; exits with a sentence when that cannot be. Plain Node: nothing needs to be installed for it. */
export async function prepared() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Baylink needs Node 20.19 or newer and this is ${process.versions.node}; install a newer one.`);
    process.exit(1);
  }
  const failure = await alone('prepare', async () => {
    for (const [what, step] of [
      ['npm ci', installPackages],
      ['the build', buildWhenChanged],
    ]) {
      const code = await step();
      if (code !== 0) return `${what} ended with ${code}; its output is above.`;
    }
    return undefined;
  });
  if (failure === undefined) return;
  console.error(failure);
  process.exit(1);
}
