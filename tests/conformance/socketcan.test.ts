import { expect, test } from 'vitest';
import { runCases, whyNoKernel } from './socketcan/run-cases.js';

/**
 * The cases of `socketcan/cases` run beside a kernel with CAN, all in one process and, where this machine's own kernel
 * has none, in one start of a virtual machine. Each of them is a test here, by its name.
 */
const missing = await whyNoKernel();
if (missing === undefined) {
  const { results, trouble } = await runCases();
  test('the cases ran to their end', () => expect(trouble).toBe(undefined));
  for (const { name, why } of results) test(name, () => expect(why).toBe(undefined));
} else {
  test('SocketCAN', (ctx) => ctx.skip(missing));
}
