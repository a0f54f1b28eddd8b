import { summary } from './account/summary.js';
import { chapters } from './chapters/chapters.table.js';
import type { DemoOptions } from './command-line.js';
import { endOnSignal } from './house/signals.js';
import { buildStage, runStory } from './story/run-story.js';

/** The whole story, told live. Exit code 0 when every chapter is as it must be, 1 otherwise. */
export async function playAlone({ file, tap, keep }: DemoOptions): Promise<number> {
  const stage = await buildStage({
    out: process.stdout,
    begun: endOnSignal,
    ...(file === undefined ? {} : { file }),
    ...(tap === undefined ? {} : { tap }),
    ...(keep === undefined ? {} : { keep }),
  });
  const { house, account } = stage;
  try {
    account.line(`A broker at ${house.brokerUrl}, a shop client at ${house.bay}, and a car. Software: ${stage.file}`);
    const played = await runStory(stage, chapters);
    account.line(`\n${summary(played, account.out)}`);
    const failed = played.filter(({ result }) => result.kind !== 'passed').length;
    const seconds = played.reduce((sum, chapter) => sum + chapter.seconds, 0);
    account.line(
      failed === 0
        ? `All ${played.length} chapters are as they must be (${seconds.toFixed(0)} s).`
        : `${failed} of ${played.length} chapters are not as they must be (${seconds.toFixed(0)} s).`,
    );
    return failed === 0 ? 0 : 1;
  } finally {
    await house.end();
  }
}
