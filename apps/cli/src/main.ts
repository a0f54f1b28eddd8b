import type { Command } from 'commander';
import { exitCodes } from './exit-codes.table.js';
import { program } from './program.js';
import { explain, Stop } from './say.js';

/** A `Stop` is an expected end with one sentence; anything else that is thrown is a bug and says so. */
try {
  await withExitCodes(await program(process.argv.slice(2))).parseAsync();
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

/** A command line that cannot be used ends with 2, whichever command it was meant for. */
function withExitCodes(command: Command): Command {
  for (const inside of command.commands) withExitCodes(inside);
  return command.exitOverride((failure) => process.exit(failure.exitCode === 0 ? 0 : exitCodes.usage));
}
