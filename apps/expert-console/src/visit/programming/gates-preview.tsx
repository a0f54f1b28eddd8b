import type { ProgrammingPlan, UnitFinding } from '@baylink/contracts';
import { readCertificate } from '../../session/certificate.js';
import { useServices } from '../../session/services.js';
import { useNow } from '../../session/use-now.js';
import { Badge } from '../../ui/badge.js';
import { Panel } from '../../ui/panel.js';
import { GateList } from '../supervision/gate-list.js';
import { useProfile } from '../use-profile.js';
import { useVisit } from '../visit-context.js';
import type { FirmwareReport } from './firmware-report.js';
import { previewGates } from './preview-gates.js';

interface GatesPreviewProps {
  readonly unit: UnitFinding;
  readonly report: FirmwareReport;
  /** The plan as it would be signed now; undefined while it cannot be composed. */
  readonly plan: ProgrammingPlan | undefined;
}

export function GatesPreview({ unit, report, plan }: GatesPreviewProps) {
  const { model, identity } = useVisit();
  const { wall } = useServices();
  const now = useNow(wall);
  const profile = useProfile();
  const certificate = readCertificate(identity.certificate ?? '', identity.thumbprint);
  if (plan === undefined || profile === undefined || !certificate.ok) return null;
  const { judged, atShop } = previewGates(
    {
      model,
      unit,
      report,
      signed: plan.file.signature !== undefined,
      profile,
      certificate: certificate.value,
      wall: now,
    },
    plan,
  );
  const no = judged.filter(({ holds }) => !holds).length;
  return (
    <Panel
      title="Gates, as far as they can be seen from here"
      testId="gates-preview"
      aside={
        <Badge tone={no === 0 ? 'holds' : 'refused'}>
          {no === 0 ? 'nothing in the way here' : `${no} would say no`}
        </Badge>
      }
    >
      <GateList gates={judged} />
      <p className="small soft">
        Asked at the shop only, on its own evidence: {atShop.join(', ')}. The shop decides about all of them.
      </p>
    </Panel>
  );
}
