import type { RunView } from '../../../src/bay/bay-state.js';
import { Facts } from '../ui/facts.js';
import { Foreign } from '../ui/foreign.js';
import { SegmentTable } from './segment-table.js';

/** The plan as the shop client read it from the signed bytes: what is to be done, in order, and to what. */
export function PlanCard({ run: { plan, report } }: { run: RunView }) {
  return (
    <div className="stack plan" data-testid="plan">
      <p className="soft">
        Written by <Foreign text={plan.expert} />, read here from the signed plan
      </p>
      <ol className="plan-steps">
        {plan.steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the plan
          <li key={index}>
            <Foreign text={step} />
          </li>
        ))}
      </ol>
      <Facts of={plan.facts} />
      <SegmentTable segments={report.segments} />
    </div>
  );
}
