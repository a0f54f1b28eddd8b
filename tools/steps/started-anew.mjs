import { spawn } from 'node:child_process';
import { buildWhenChanged, fingerprint } from './build.mjs';
import { root } from './run.mjs';

/** Sources are looked at, not watched: an editor that replaces files and a build that removes folders both are no trouble. */
const LOOK_MS = 1_000;

/** Runs a program of this checkout; when a source changes it is built, and ended and started again once the build is good. */
export function startedAnew(program, args) {
  let child = start();
  let standing = 'running';
  let seen = fingerprint();

  function start() {
    const begun = spawn(process.execPath, [program, ...args], { cwd: root, stdio: 'inherit' });
    begun.on('close', (code, signal) => {
      if (begun !== child) return;
      if (standing !== 'replacing') process.exit(code ?? (signal === 'SIGINT' ? 130 : 1));
      standing = 'running';
      child = start();
    });
    return begun;
  }

  async function rebuild() {
    standing = 'building';
    console.log('\n▸ A source has changed: building.');
    const code = await buildWhenChanged();
    if (standing !== 'building') return;
    standing = code === 0 ? 'replacing' : 'running';
    if (code !== 0)
      return console.log(`✗ The build ended with ${code}; what was started before goes on. Correct it and save.`);
    console.log('▸ Everything is started anew: new folders, new keys, new links.');
    child.kill('SIGTERM');
  }

  setInterval(() => {
    const now = fingerprint();
    if (now === seen || standing !== 'running') return;
    seen = now;
    void rebuild();
  }, LOOK_MS);
  /** Ctrl-C reaches both, other signals are passed on; the program cleans up and this process waits for it. */
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      standing = 'ending';
      if (signal !== 'SIGINT') child.kill(signal);
    });
}
