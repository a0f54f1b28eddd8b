import { existsSync } from 'node:fs';
import { systemClock } from '@baylink/kernel/system';
import type { LinkError } from '@baylink/transport-vehicle';
import { type HeldPlace, holdPlace } from './hold-place.js';
import { KeeperHost } from './keeper-host.js';
import { keptLink } from './links.table.js';
import { SwitchedTap } from './switched-tap.js';

/** How often a keeper looks whether it can still be found: one whose folder is gone is kept for nobody. */
const LOOK_EVERY = 2000;
const ENDED: LinkError = { kind: 'lost', message: 'The keeper of the vehicle link was told to end.' };
const GONE: LinkError = { kind: 'lost', message: 'The keeper of the vehicle link has lost its data folder.' };

const [path = ''] = process.argv.slice(2);
const clock = systemClock();
const note = (line: string): void => console.error(`${new Date().toISOString()} keeper ${process.pid} ${line}`);
const tap = new SwitchedTap(clock, note);
let place: HeldPlace | undefined;

const host = new KeeperHost({
  clock,
  async makeLink({ link, units }, tapFile) {
    const kept = await keptLink(link);
    if (!kept.ok) return { kind: 'unsupported', message: kept.error } satisfies LinkError;
    tap.use(tapFile);
    return kept.value.make({ units, clock, tap });
  },
  tapTo: (file) => tap.use(file),
  note,
  unfind: () => place?.release(),
  ended: () => process.exit(0),
});

// Ctrl-C and a closed terminal are for the executor, which ends its keeper; a machine that goes down ends both.
for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('SIGTERM', () => void host.end('SIGTERM', ENDED));

// The socket is readable and writable for this user only, from its first moment on.
process.umask(0o177);
place = await holdPlace(path, (socket) => host.accept(socket));
// Whoever started this one connects to the one that is there.
if (place === undefined) process.exit(0);
if (process.platform !== 'win32')
  setInterval(() => !existsSync(path) && void host.end('its place is gone', GONE), LOOK_EVERY).unref();

process.stdout.write('ready\n');
