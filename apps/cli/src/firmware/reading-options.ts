import type { FileToLoad } from '@baylink/shop-client';
import { Option } from 'commander';
import { parseMemoryAddress } from '../expert/plan/firmware-file.js';

/** What a file cannot say itself. */
export interface ReadingOptions {
  readonly at?: number;
  readonly session?: string;
}

export const readingOptions = (): readonly Option[] => [
  new Option('--at <hex>', 'address of the first of plain bytes, such as 0x8000').argParser(parseMemoryAddress),
  new Option('--session <name>', 'the programming session of an ODX-F file that holds several'),
];

export const readingOf = ({ at, session }: ReadingOptions): FileToLoad['reading'] => ({
  ...(at === undefined ? {} : { address: at }),
  ...(session === undefined ? {} : { session }),
});
