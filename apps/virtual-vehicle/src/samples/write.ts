import { writeFileSync } from 'node:fs';
import { SAMPLE_FILES, samplePath } from './sample-files.js';

for (const { name, recipe, format } of SAMPLE_FILES) {
  writeFileSync(samplePath(name), format(recipe));
  process.stdout.write(`${samplePath(name)}\n`);
}
