import { byteCount, showHex } from '@baylink/kernel';
import { Badge } from '../../ui/badge.js';
import { Facts } from '../../ui/facts.js';
import { Meter } from '../../ui/meter.js';
import { Notice } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { showBytesCount } from '../../ui/show-size.js';
import { unitName } from '../unit-name.js';
import { useVisit } from '../visit-context.js';
import type { Run } from '../visit-model.js';
import { EvidenceList } from './evidence-list.js';
import { GateList } from './gate-list.js';
import { PhrasePanel } from './phrase-panel.js';
import { isOpen, RUN_STAGES } from './run-stage.js';
import { SegmentTable } from './segment-table.js';
import { StageStrip } from './stage-strip.js';
import { StopRequest } from './stop-request.js';

const KIND = { coding: 'Coding', programming: 'Programming' } as const;

export function RunCard({ run }: { run: Run }) {
  const { model } = useVisit();
  const { report } = run;
  const stage = RUN_STAGES[report.state];
  return (
    <div data-area={report.kind} data-testid="run" data-job={report.job} data-state={report.state}>
      <Panel
        title={`${KIND[report.kind]} of ${unitName(model, report.unit)}`}
        aside={
          <Badge tone={stage.tone} dot testId="run-state">
            {report.state}
          </Badge>
        }
      >
        <StageStrip state={report.state} />
        <Notice tone={stage.tone} urgent={report.state === 'HOLD'} testId="run-sentence">
          <p className="run-words">{stage.words}</p>
          <p>{report.sentence}</p>
        </Notice>
        <Progress run={run} />
        <StopRequest report={report} />
        {isOpen(report.state) ? <PhrasePanel run={run} /> : null}
        <details open={isOpen(report.state) || report.gates.some(({ holds }) => !holds)}>
          <summary>The way back, gates and memory ranges</summary>
          <div className="stack">
            <EvidenceList report={report} />
            <GateList gates={report.gates} testId="run-gates" />
            {report.segments.length === 0 ? null : <SegmentTable segments={report.segments} />}
          </div>
        </details>
        <Facts
          of={[
            ['Software before', report.softwareBefore],
            ['Software now', report.softwareAfter],
            ['Unit', <code key="unit">{showHex(report.unit, 4)}</code>],
            ['Plan digest', <code key="digest">{report.planDigest.slice(0, 16)}…</code>],
          ]}
        />
      </Panel>
    </div>
  );
}

function Progress({ run: { report } }: { run: Run }) {
  if (report.progress === null) return null;
  const { activity, done, total } = report.progress;
  const percent = total === 0 ? '' : ` (${Math.floor((100 * done) / total)} %)`;
  const figures =
    report.kind === 'programming'
      ? `${showBytesCount(byteCount(done))} of ${showBytesCount(byteCount(total))}${percent}`
      : `${done} of ${total}`;
  return <Meter label={activity} done={done} total={total} figures={figures} testId="run-progress" />;
}
