import { newId, type VisitView } from '@baylink/contracts';
import { type Chance, type Clock, ok } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Admission } from '../cases/admission.js';
import { Cases } from '../cases/cases.js';
import { type Answer, refuse } from '../http/refusal.js';
import type { ExpertPrincipal, Principal } from '../identity/principal.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { Switchboard } from '../relay/switchboard.js';
import { OrganisationStore } from '../store/organisations.js';
import { type Visit, VisitStore } from '../store/visits.js';

@Injectable()
export class Visits {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(Admission) private readonly admission: Admission,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(VisitStore) private readonly store: VisitStore,
    @Inject(OrganisationStore) private readonly organisations: OrganisationStore,
    @Inject(Switchboard) private readonly switchboard: Switchboard,
  ) {}

  /** Opens a visit and tells the shop. An expert who has one open in this case gets that one again. */
  async open(expert: ExpertPrincipal, caseId: string): Answer<VisitView> {
    const found = await this.admission.caseFor(expert, caseId);
    if (!found.ok) return found;
    if (found.value.closedAt !== null)
      return refuse('conflict', `The case ${caseId} is closed; the shop opens a new one.`);
    const known = await this.organisations.findExpert(expert.thumbprint);
    if (known === undefined)
      return refuse('unauthenticated', 'Your certificate is not known here any more; sign in again.');
    const visit = await this.store.open({
      id: newId(this.chance),
      caseId,
      shop: found.value.shop,
      expert: expert.thumbprint,
      expertName: expert.name,
      certificate: known.certificate,
      openedAt: this.clock.wall(),
      closedAt: null,
    });
    this.switchboard.visitOpened(visit);
    return this.view(visit);
  }

  async find(who: Principal, id: string): Answer<VisitView> {
    const found = await this.admission.visitFor(who, id);
    return found.ok ? this.view(found.value) : found;
  }

  /** Either side may end a visit; its record stays open for what the shop has still to upload. */
  async close(who: Principal, id: string): Answer<VisitView> {
    const found = await this.admission.partOf(who, id);
    if (!found.ok) return found;
    await this.store.close(id, this.clock.wall());
    this.switchboard.visitClosed(found.value, `The ${who.role} ${JSON.stringify(who.name)} closed the visit.`);
    return this.view(found.value);
  }

  private async view(visit: Visit): Answer<VisitView> {
    return ok({ id: visit.id, case: visit.caseId, shop: await this.cases.shopView(visit.shop) });
  }
}
