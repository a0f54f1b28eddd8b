import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const spin = spawnSync('spin', ['-V']).status === 0 && spawnSync('cc', ['--version']).status === 0;
if (!spin) console.warn('Spin or a C compiler is not installed, so the model of the write job is not checked here.');

describe.skipIf(!spin)('the model of the write job', () => {
  test('[JOB-R29] has no error, and every mistake that is planted into it is found', () => {
    const { status, stdout, stderr } = spawnSync('node', ['tools/model/main.mjs', 'quick'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout).toContain('model: no error');
    expect(status).toBe(0);
  }, 1_200_000);
});
