import { readdir, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, errorText } from '@baylink/kernel';
import { type Fact, known, unknown, type Workstation } from '@baylink/safety';

const SUPPLIES = '/sys/class/power_supply';

/** Free disk below `folder` and the power of this machine, read anew. A machine without a battery runs on the mains. */
export async function readWorkstation(folder: string, clock: Clock): Promise<Fact<Workstation>> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return known({ freeDiskBytes: bavail * bsize, power: await readPower() }, clock.now(), 'this machine');
  } catch (failure) {
    return unknown(`this machine's disk or power cannot be read (${errorText(failure)})`);
  }
}

async function readPower(): Promise<Workstation['power']> {
  const supplies = await Promise.all((await namesIn(SUPPLIES)).map(readSupply));
  const battery = supplies.find((supply) => supply.type === 'Battery');
  if (!battery || supplies.some((supply) => supply.type === 'Mains' && supply.online === '1')) return { kind: 'mains' };
  const percent = Number(battery.capacity);
  return { kind: 'battery', percent: Number.isFinite(percent) && battery.capacity !== '' ? percent : 0 };
}

async function readSupply(name: string): Promise<{ type: string; online: string; capacity: string }> {
  const read = (what: string) =>
    readFile(join(SUPPLIES, name, what), 'utf8').then(
      (text) => text.trim(),
      () => '',
    );
  return { type: await read('type'), online: await read('online'), capacity: await read('capacity') };
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
