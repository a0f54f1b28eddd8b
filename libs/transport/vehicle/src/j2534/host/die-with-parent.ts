import koffi from 'koffi';

const PR_SET_PDEATHSIG = 1;
const SIGKILL = 9;

/**
 * A host whose library hangs cannot hear that its owner is gone. On Linux the kernel ends it then; elsewhere a host with
 * a hanging library outlives an owner that was killed.
 */
export function dieWithParent(): void {
  if (process.platform !== 'linux') return;
  koffi.load(null).func('int prctl(int option, unsigned long signal)')(PR_SET_PDEATHSIG, SIGKILL);
}
