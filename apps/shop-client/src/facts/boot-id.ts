import { readFile } from 'node:fs/promises';

/** Names this boot of this machine: an acknowledgement of another boot is none. `otherwise` where the kernel does not say. */
export const readBootId = (otherwise: string): Promise<string> =>
  readFile('/proc/sys/kernel/random/boot_id', 'utf8').then(
    (text) => text.trim(),
    () => otherwise,
  );
