import { diskContract } from '@baylink/testing';
import { tempFolder } from '../../test/temp-folder.js';
import { nodeDisk } from './node-disk.js';

diskContract('the operating system’s disk', async () => ({
  disk: nodeDisk(),
  folder: tempFolder(),
  release: async () => undefined,
}));
