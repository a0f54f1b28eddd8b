import type { GateReport } from '@baylink/contracts';
import { showHex } from '@baylink/kernel';
import type { RunView } from '../../../src/bay/bay-state.js';
import { Facts } from '../ui/facts.js';
import { Foreign } from '../ui/foreign.js';
import { Icon } from '../ui/icon.js';
import { Panel } from '../ui/panel.js';
import { ConfirmResult } from './confirm-result.js';
import { EvidenceCard } from './evidence-card.js';
import { GateList } from './gate-list.js';
import { HoldButton } from './hold-button.js';
import { PhraseCard } from './phrase-card.js';
import { PlanCard } from './plan-card.js';
import { RunProgress } from './run-progress.js';
import { isOpen, RUN_WORDS } from './run-words.table.js';
import { StopBar } from './stop-bar.js';
import './run.css';
import './hold.css';
import './stop.css';

/** The newest job: how it stands, then what the technician needs for the answer that is wanted now. */
export function RunNow({ run }: { run: RunView }) {
  const { report, plan, gates, wanted } = run;
  const open = isOpen(report.state);
  return (
    <div data-area={report.kind} data-testid="run" data-job={report.job}>
      <Panel
        title={<Foreign text={plan.title} />}
        aside={<code className="soft">{report.state}</code>}
        now={open || report.state === 'HOLD'}
      >
        <RunHeadline run={run} />
        <RunProgress progress={report.progress} kind={report.kind} />
        <ConfirmResult run={run} />
        {open ? (
          <>
            <GateList gates={gates.filter((gate) => isHurdle(gate, wanted))} label="What still says no" />
            <PhraseCard report={report} />
            <PlanCard run={run} />
            <EvidenceCard report={report} />
            {wanted === 'hold-to-agree' ? (
              <HoldButton key={report.planDigest} job={report.job} planDigest={report.planDigest} />
            ) : null}
            <GateList gates={gates.filter((gate) => !isHurdle(gate, wanted))} label="The gates" />
          </>
        ) : (
          <Ended run={run} />
        )}
      </Panel>
      {open ? <StopBar key={report.job} report={report} /> : null}
    </div>
  );
}

/** A gate that somebody has to do something about first. What only the hold button answers is none. */
const isHurdle = ({ gate, holds }: GateReport, wanted: RunView['wanted']): boolean =>
  !holds && !(wanted === 'hold-to-agree' && gate === 'USER_ACKNOWLEDGMENT');

function RunHeadline({ run: { report } }: { run: RunView }) {
  const { words, tone } = RUN_WORDS[report.state];
  return (
    <div className={`run-headline tone-${tone}`} role={report.state === 'HOLD' ? 'alert' : 'status'}>
      <Icon name={tone === 'refused' ? 'attention' : tone} size={44} />
      <div>
        <p className="run-state" data-testid="run-state" data-state={report.state}>
          {words}
        </p>
        <p className="run-sentence" data-testid="run-sentence">
          <Foreign text={report.sentence} />
        </p>
      </div>
    </div>
  );
}

function Ended({ run }: { run: RunView }) {
  const { report } = run;
  return (
    <>
      <Facts
        of={[
          { label: 'Unit', value: showHex(report.unit, 4) },
          { label: 'Software before', value: report.softwareBefore },
          { label: 'Software now', value: report.softwareAfter },
        ]}
      />
      <details>
        <summary>The plan and the gates</summary>
        <div className="stack">
          <PlanCard run={run} />
          <EvidenceCard report={report} />
          <GateList gates={run.gates} label="Gates" />
        </div>
      </details>
    </>
  );
}
