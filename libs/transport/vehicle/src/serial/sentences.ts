import type { LinkError } from '../link.js';

const OPEN_FAILURES: readonly { readonly cause: RegExp; readonly say: (path: string) => string }[] = [
  {
    cause: /no such file|not found|enoent/i,
    say: (path) => `There is no adapter at ${path}: plug it in, or give the path under which it appears.`,
  },
  {
    cause: /permission|access|eacces/i,
    say: (path) => `This user may not open ${path}: add the user to the group that owns the device (often "dialout").`,
  },
  {
    cause: /lock|busy|in use|ebusy|temporarily unavailable/i,
    say: (path) => `${path} is in use by another program: close that program, one owner a bus.`,
  },
];

export function openFailure(path: string, cause: string): LinkError {
  const known = OPEN_FAILURES.find((failure) => failure.cause.test(cause));
  const message = known?.say(path) ?? `${path} cannot be opened (${cause}): check that it is a serial adapter.`;
  return { kind: 'lost', message };
}
