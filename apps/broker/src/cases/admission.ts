import { ok } from '@baylink/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { type Answer, notFound } from '../http/refusal.js';
import type { Principal } from '../identity/principal.js';
import { type Case, CaseStore } from '../store/cases.js';
import { ShopStore } from '../store/shops.js';
import { type Visit, VisitStore } from '../store/visits.js';

/**
 * Who may see what, asked for every request and every message: a shop what is its own, an expert what belongs to the
 * shops paired with his organisation. What is foreign answers exactly as what does not exist.
 */
@Injectable()
export class Admission {
  constructor(
    @Inject(ShopStore) private readonly shops: ShopStore,
    @Inject(CaseStore) private readonly cases: CaseStore,
    @Inject(VisitStore) private readonly visits: VisitStore,
  ) {}

  async seesShop(who: Principal, shop: string): Promise<boolean> {
    return who.role === 'shop' ? who.thumbprint === shop : this.shops.isPaired(shop, who.organisation);
  }

  async caseFor(who: Principal, id: string): Answer<Case> {
    const found = await this.cases.find(id);
    return found && (await this.seesShop(who, found.shop)) ? ok(found) : notFound('case', id.slice(0, 40));
  }

  async visitFor(who: Principal, id: string): Answer<Visit> {
    const found = await this.visits.find(id);
    return found && (await this.seesShop(who, found.shop)) ? ok(found) : notFound('visit', id.slice(0, 40));
  }

  /** Only its shop and its own expert take part in a visit; colleagues may look at its record. */
  async partOf(who: Principal, id: string): Answer<Visit> {
    const found = await this.visitFor(who, id);
    if (!found.ok) return found;
    return [found.value.shop, found.value.expert].includes(who.thumbprint) ? found : notFound('visit', id.slice(0, 40));
  }
}
