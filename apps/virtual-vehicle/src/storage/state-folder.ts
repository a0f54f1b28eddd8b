import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Clock, err, errorText, millis, ok, type Result } from '@baylink/kernel';
import { memories, type NonVolatile, type RunningCar, SAMPLE_UNITS } from '@baylink/twin';
import type { Port } from '../port.js';
import { decodeMemory, encodeMemory } from './document.js';

/** The longest that a change waits to be written: what a killed process may lose. */
const SAVE_AFTER = millis(200);

/** The memories in `folder`, none for a folder that is new. A damaged file is an error, not a fresh car. */
export function loadMemories(folder: string): Result<ReadonlyMap<string, NonVolatile>, string> {
  const found = new Map<string, NonVolatile>();
  try {
    mkdirSync(folder, { recursive: true });
    for (const profile of SAMPLE_UNITS) {
      const [json, flash] = [join(folder, `${profile.name}.json`), join(folder, `${profile.name}.flash`)];
      if (!existsSync(json)) continue;
      const stored = {
        json: readFileSync(json, 'utf8'),
        flash: existsSync(flash) ? new Uint8Array(readFileSync(flash)) : undefined,
      };
      const memory = decodeMemory(profile, stored);
      if (typeof memory === 'string')
        return err(`${json} cannot be used: it ${memory}. Restore the folder, or remove it to begin with a new car.`);
      found.set(profile.name, memory);
    }
  } catch (cause) {
    return err(
      `--state ${folder} cannot be read (${errorText(cause)}): give a folder that this user may read and write.`,
    );
  }
  return ok(found);
}

/** Writes what changes, soon after it changes and once more at the end. The car lives on while a write is under way. */
export async function keepMemories(
  folder: string,
  car: RunningCar,
  clock: Clock,
  complain: (sentence: string) => void,
): Promise<Port> {
  const saved = new Map<string, NonVolatile>();
  const save = async (): Promise<void> => {
    for (const [name, memory] of memories(car.state))
      if (memory !== saved.get(name)) {
        await write(folder, name, memory, saved.get(name));
        saved.set(name, memory);
      }
  };
  await save();
  let last = Promise.resolve();
  let cancel = (): void => undefined;
  const later = (): void => {
    cancel = clock.wake(millis(clock.now() + SAVE_AFTER), () => {
      last = round();
    });
  };
  const round = async (): Promise<void> => {
    try {
      await save();
    } catch (cause) {
      complain(
        `The car's state is not kept: ${folder} cannot be written (${errorText(cause)}). Make room or rights there.`,
      );
    }
    later();
  };
  later();
  return {
    close: async () => {
      await last;
      cancel();
      await save();
    },
  };
}

async function write(
  folder: string,
  name: string,
  memory: NonVolatile,
  before: NonVolatile | undefined,
): Promise<void> {
  const { json, flash } = encodeMemory(memory);
  if (flash !== undefined && memory.software?.flash !== before?.software?.flash)
    await replaceMeanwhile(join(folder, `${name}.flash`), flash);
  await replaceMeanwhile(join(folder, `${name}.json`), json);
}

/** As `replaceFile`, while the car lives on: on a busy disk it takes many times as long as a frame on the bus. */
export async function replaceMeanwhile(path: string, content: string | Uint8Array): Promise<void> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, content);
  await rename(draft, path);
}

/** A reader finds the old file or the new one, never half of one. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.new`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}
