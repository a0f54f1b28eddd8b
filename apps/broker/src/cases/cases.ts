import { type CaseView, type NewCase, newId } from '@baylink/contracts';
import { type Chance, type Clock, ok } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Answer, refuse } from '../http/refusal.js';
import type { Principal, ShopPrincipal } from '../identity/principal.js';
import { showMoment } from '../process/instant.js';
import { CHANCE, CLOCK } from '../process/tokens.js';
import { Switchboard } from '../relay/switchboard.js';
import { type Case, CaseStore } from '../store/cases.js';
import { ShopStore } from '../store/shops.js';
import { type Visit, VisitStore } from '../store/visits.js';
import { Admission } from './admission.js';

@Injectable()
export class Cases {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(CaseStore) private readonly store: CaseStore,
    @Inject(VisitStore) private readonly visits: VisitStore,
    @Inject(ShopStore) private readonly shops: ShopStore,
    @Inject(Switchboard) private readonly switchboard: Switchboard,
    @Inject(Admission) private readonly admission: Admission,
  ) {}

  async open(shop: ShopPrincipal, { vehicle, complaint }: NewCase): Answer<CaseView> {
    const id = newId(this.chance);
    const opened = { id, shop: shop.thumbprint, vehicle, complaint, openedAt: this.clock.wall(), closedAt: null };
    await this.store.add(opened);
    return ok(await this.view(opened));
  }

  async list(who: Principal): Answer<{ cases: CaseView[] }> {
    const stored =
      who.role === 'shop' ? await this.store.ofShop(who.thumbprint) : await this.store.ofOrganisation(who.organisation);
    return ok({ cases: await Promise.all(stored.map((one) => this.view(one))) });
  }

  async find(who: Principal, id: string): Answer<CaseView> {
    const found = await this.admission.caseFor(who, id);
    return found.ok ? ok(await this.view(found.value)) : found;
  }

  /** The shop closes its case when no visit is open in it any more. */
  async close(shop: ShopPrincipal, id: string): Answer<CaseView> {
    const found = await this.admission.caseFor(shop, id);
    if (!found.ok) return found;
    const open = (await this.visits.ofCase(id)).filter(({ closedAt }) => closedAt === null);
    if (open.length > 0) {
      return refuse('conflict', `${open.length} visit(s) of this case are still open; close them first.`);
    }
    await this.store.close(id, this.clock.wall());
    return this.find(shop, id);
  }

  async shopView(thumbprint: string): Promise<CaseView['shop']> {
    const shop = await this.shops.find(thumbprint);
    if (shop === undefined) throw new Error(`the store has a case of ${thumbprint}, but not that shop`);
    return { name: shop.name, thumbprint, jwk: shop.jwk, online: this.switchboard.isOnline(thumbprint) };
  }

  private async view(stored: Case): Promise<CaseView> {
    return {
      id: stored.id,
      shop: await this.shopView(stored.shop),
      vehicle: stored.vehicle,
      complaint: stored.complaint,
      openedAt: showMoment(stored.openedAt),
      state: stored.closedAt === null ? 'open' : 'closed',
      visits: (await this.visits.ofCase(stored.id)).map(visitLine),
    };
  }
}

const visitLine = (visit: Visit): CaseView['visits'][number] => ({
  id: visit.id,
  expert: visit.expert,
  expertName: visit.expertName,
  openedAt: showMoment(visit.openedAt),
  closedAt: visit.closedAt === null ? null : showMoment(visit.closedAt),
});
