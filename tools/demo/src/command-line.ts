import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { errorText } from '@baylink/kernel';

export interface DemoOptions {
  /** Plays the whole story without a person. */
  readonly auto: boolean;
  readonly file?: string;
  readonly tap?: string;
  readonly keep?: string;
}

export const USAGE = `npm run demo                      starts everything and prints the links to open
npm run demo -- --auto            plays the whole story without a person; exit code 0 or 1
  --file FILE                     the new software of the story, Intel HEX or S-record
  --tap FILE                      every byte between shop client and car, as the driver got it
  --keep DIR                      keep logs, journals and evidence there`;

/** The options, or one sentence about what is wrong with them. Paths are counted from `folder` and absolute from here on. */
export function parseCommandLine(args: readonly string[], folder: string): DemoOptions | string {
  const parsed = read(args);
  if (typeof parsed === 'string') return parsed;
  const { auto = false, file, tap, keep } = parsed;
  if (!auto && (file !== undefined || tap !== undefined))
    return '--file and --tap belong to the story; add --auto, or leave them out.';
  if (file !== undefined && !existsSync(resolve(folder, file)))
    return `There is no file ${file}; name an Intel HEX or S-record file that exists.`;
  return {
    auto,
    ...(file === undefined ? {} : { file: resolve(folder, file) }),
    ...(tap === undefined ? {} : { tap: resolve(folder, tap) }),
    ...(keep === undefined ? {} : { keep: resolve(folder, keep) }),
  };
}

function read(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: [...args], options: { auto: { type: 'boolean' }, file: text, tap: text, keep: text } })
      .values;
  } catch (failure) {
    return errorText(failure);
  }
}
