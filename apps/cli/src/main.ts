import { exitCodes } from './exit-codes.table.js';
import { program } from './program.js';
import { explain, Stop } from './say.js';

/** A `Stop` is an expected end with one sentence; anything else that is thrown is a bug and says so. */
try {
  await program()
    .exitOverride((failure) => process.exit(failure.exitCode === 0 ? 0 : exitCodes.usage))
    .parseAsync();
} catch (failure) {
  if (failure instanceof Stop) {
    explain(failure.sentence);
    process.exitCode = failure.exitCode;
  } else {
    explain(
      `baylink failed in a way that it should not: ${failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)}`,
    );
    process.exitCode = exitCodes.failed;
  }
}
