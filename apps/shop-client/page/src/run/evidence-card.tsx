import type { RunReport } from '@baylink/contracts';
import { Foreign } from '../ui/foreign.js';
import { Icon } from '../ui/icon.js';

/** What would bring the unit back, and how that went on its twin. */
export function EvidenceCard({ report: { backup, rehearsal } }: { report: RunReport }) {
  if (backup === null && rehearsal === null) return null;
  return (
    <div className="stack" data-testid="evidence">
      <h3>The way back</h3>
      {backup === null ? null : (
        <p data-testid="backup" data-grade={backup.grade}>
          <Foreign text={backup.sentence} />{' '}
          <span className="small soft">
            It lies on <Foreign text={backup.media.join(' and ')} />.
          </span>
        </p>
      )}
      {rehearsal === null ? null : (
        <>
          <p data-testid="rehearsal" data-held={rehearsal.scenes.every(({ held }) => held)}>
            <Foreign text={rehearsal.sentence} />
          </p>
          <ul className="gates">
            {rehearsal.scenes.map((scene) => (
              <SceneRow key={scene.scene} {...scene} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function SceneRow({ scene, held, sentence }: NonNullable<RunReport['rehearsal']>['scenes'][number]) {
  const tone = held ? 'holds' : 'refused';
  return (
    <li className={`gate tone-${tone}`} data-testid="scene" data-held={held}>
      <span className="gate-mark">
        <Icon name={tone} size={20} />
        <span className="hidden-visually">{held ? 'brought through' : 'not brought through'}</span>
      </span>
      <div>
        <p>
          <Foreign text={scene} />
        </p>
        <p className="small soft">
          <Foreign text={sentence} />
        </p>
      </div>
    </li>
  );
}
