import type { RunReport } from '@baylink/contracts';
import { Icon } from '../../ui/icon.js';
import { Notice } from '../../ui/notice.js';

/** What the shop has to bring the unit back, and how that went on its twin there. */
export function EvidenceList({ report: { backup, rehearsal } }: { report: RunReport }) {
  return (
    <>
      {backup === null ? null : (
        <Notice tone={backup.grade === 'C' ? 'attention' : 'plain'} testId="run-backup">
          Backup on {backup.media.join(' and ')}. {backup.sentence}
        </Notice>
      )}
      {rehearsal === null ? null : (
        <Notice tone={rehearsal.scenes.every(({ held }) => held) ? 'plain' : 'refused'} testId="run-rehearsal">
          <p>{rehearsal.sentence}</p>
          <ul className="scenes">
            {rehearsal.scenes.map(({ scene, held, sentence }) => (
              <li key={scene} className={held ? 'tone-holds' : 'tone-refused'} data-held={held}>
                <Icon name={held ? 'holds' : 'refused'} /> {held ? scene : `${scene}: ${sentence}`}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
