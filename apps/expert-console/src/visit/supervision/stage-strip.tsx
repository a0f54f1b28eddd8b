import type { RunState } from '@baylink/contracts';
import { RUN_STAGES, STAGES } from './run-stage.js';

/** Eight steps; the mark before "Write" is the point of no return. */
export function StageStrip({ state }: { state: RunState }) {
  const { at } = RUN_STAGES[state];
  return (
    <ol className="stage-strip" aria-label="Stages of the run">
      {STAGES.map((name, index) => {
        const standing = index < at ? 'past' : index === at ? 'now' : 'ahead';
        return (
          <li
            key={name}
            className={`stage stage-${standing}${name === 'Write' ? ' stage-no-return' : ''}`}
            aria-current={standing === 'now' ? 'step' : undefined}
          >
            {name}
            <span className="hidden-visually">{standing === 'past' ? ', done' : ''}</span>
          </li>
        );
      })}
    </ol>
  );
}
