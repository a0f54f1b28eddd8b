export { doipTester } from './machine.js';
export {
  type SendFailure,
  TESTER_START,
  TESTER_TIMING,
  type TesterConfig,
  type TesterEnd,
  type TesterInput,
  type TesterOut,
  type TesterState,
} from './state.js';
