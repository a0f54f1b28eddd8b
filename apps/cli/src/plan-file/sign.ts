import { digestOf, openColleaguePlan, type PlanDocument, plan as planShape, signPlan } from '@baylink/contracts';
import { Command } from 'commander';
import { exitCodes } from '../exit-codes.table.js';
import { ExpertFolder } from '../expert/desk/expert-folder.js';
import { sentence } from '../expert/desk/stops.js';
import { planLines } from '../expert/plan/plan-lines.js';
import { Stop, tell, tellJson } from '../say.js';
import { readShape, writeJson } from './plan-file.js';

interface Options {
  readonly dir: string;
  readonly out?: string;
  readonly json?: true;
}

/** `baylink plan sign`: a plan that was written down before, signed with the expert's key. Needs no network. */
export const signCommand = (): Command =>
  new Command('sign')
    .description('sign a plan with the expert’s key')
    .argument('<file>', 'the plan, JSON')
    .option('--dir <folder>', 'the expert’s key and certificate', './baylink-expert')
    .option('--out <file>', 'where the signed plan goes (default FILE.signed)')
    .option('--json', 'the result as JSON')
    .action(sign);

async function sign(file: string, { dir, out = `${file}.signed`, json }: Options): Promise<void> {
  const plan = readShape(file, planShape, 'a plan');
  const folder = new ExpertFolder(dir);
  const [signer, certificate] = [await folder.signer(), folder.certificateOrStop()];
  const [signed, digest] = [await signPlan(signer, plan), digestOf(plan)];
  if (!signed.ok) throw new Stop(exitCodes.usage, sentence(signed.error));
  if (!digest.ok) throw new Stop(exitCodes.usage, sentence(digest.error));
  const document: PlanDocument = {
    ...{ format: 'baylink-plan', v: 1, plan: digest.value },
    ...{ jws: signed.value, certificate, signed: null },
  };
  // Read back as a stranger would: a certificate of another key is found here.
  const opened = await openColleaguePlan(document);
  if (!opened.ok) throw new Stop(exitCodes.usage, sentence(opened.error));
  writeJson(out, document, 'keep');
  if (json) return tellJson({ event: 'signed', file: out, ...opened.value });
  for (const line of planLines(opened.value)) tell(line);
  tell(`Signed: ${out}`);
}
