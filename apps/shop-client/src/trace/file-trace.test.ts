import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byteCount } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { tempFolder } from '../../test/temp-folder.js';
import { openTraceFile } from './file-trace.js';

test('lines are appended as they come', () => {
  const path = join(tempFolder(), 'trace');
  for (const text of ['one', 'two']) {
    const trace = openTraceFile(path);
    if (!trace.ok) throw new Error(trace.error);
    trace.value.line(text);
    trace.value.close();
    trace.value.line('after the end');
  }
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
});

test('at its limit a trace says so and ends', () => {
  const path = join(tempFolder(), 'trace');
  const trace = openTraceFile(path, byteCount(8));
  if (!trace.ok) throw new Error(trace.error);
  for (const text of ['one', 'two', 'three']) trace.value.line(text);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n-- 8 bytes were traced; the trace ends here.\n');
});

test('a file that cannot be opened is one sentence', () => {
  expect(openTraceFile('/nowhere/trace')).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^The trace file \/nowhere\/trace cannot be opened .*\.$/),
  });
});
