import nodeTest, {
  after as afterAll,
  afterEach,
  before as beforeAll,
  beforeEach,
  describe,
  it,
  type TestFn,
} from 'node:test';
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';

/**
 * What stands in for `vitest` where the cases run: in a machine that is too slow for it. Node's own runner, and vitest's
 * own `expect`, so that contract suites run there unchanged.
 */
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
export const expect = chai.expect;

/** For the whole test, by the clock of the machine that it runs in. */
const LIMIT = { timeout: 60_000 };
export const test = (name: string, run: TestFn): Promise<void> => nodeTest(name, LIMIT, run);
export { afterAll, afterEach, beforeAll, beforeEach, describe, it };
