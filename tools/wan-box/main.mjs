import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCommandLine, USAGE } from './command-line.mjs';
import { openControl } from './control.mjs';
import { joinEnds } from './line.mjs';
import { APART, FAR, NEAR, openNetworks, whyNoWanBox } from './networks.mjs';
import { Weather } from './weather.mjs';

/** `npm run wan-box -- …`: see `USAGE`. Exits as the command does; 125 when there can be no such line, 2 for a command line that cannot be used. */
const WITHIN = '--within';
const args = process.argv.slice(2);
process.exitCode = args[0] === WITHIN ? await within(args.slice(1)) : await start();

async function start() {
  const options = parseCommandLine(args);
  if (typeof options === 'string') {
    console.error(`${options}\n\n${USAGE}`);
    return 2;
  }
  const missing = await whyNoWanBox();
  if (missing !== undefined) {
    console.error(missing);
    return 125;
  }
  const [command, ...rest] = APART;
  return ended(
    spawn(command, [...rest, process.execPath, fileURLToPath(import.meta.url), WITHIN, ...args], { stdio: 'inherit' }),
  );
}

/** In a network that is this process's own. */
async function within(own) {
  const { conditions, seed, outages, command } = parseCommandLine(own);
  const folder = mkdtempSync(join(tmpdir(), 'baylink-wan-box-'));
  const networks = await openNetworks();
  const start = performance.now();
  const weather = new Weather(conditions, { seed, outages });
  joinEnds(networks.ends, weather, () => performance.now() - start);
  const control = await openControl(join(folder, 'control'), weather);
  try {
    const [program, ...rest] = command;
    const env = {
      ...process.env,
      WAN_BOX_NEAR: NEAR.address,
      WAN_BOX_FAR: FAR.address,
      WAN_BOX_FAR_NET: networks.farNet,
      WAN_BOX_CONTROL: join(folder, 'control'),
    };
    return await ended(spawn(program, rest, { stdio: 'inherit', env }));
  } finally {
    control.close();
    await networks.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Its exit code, as a shell would tell it. Ctrl-C reaches both; other signals are passed on. */
function ended(child) {
  const pass = (signal) => child.kill(signal);
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, pass);
  return new Promise((resolve) => {
    child.on('error', (failure) => {
      console.error(failure.message);
      resolve(127);
    });
    child.on('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}
