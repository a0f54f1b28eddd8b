import type { StreamFrame } from '@baylink/contracts';
import { Injectable } from '@nestjs/common';
import type { Visit } from '../store/visits.js';
import type { Delivery, ExpertLine, ShopLine } from './lines.js';

const ENDED_BEFORE = 'The visit was closed before this shop was connected again.';

interface Seat {
  readonly visit: Visit;
  readonly line: ExpertLine;
}

/**
 * Who is connected, and whose frames go where. It holds no frame: what it cannot deliver is lost here and is sent again
 * by the stream's ends.
 */
@Injectable()
export class Switchboard {
  private readonly tunnels = new Map<string, ShopLine>();
  private readonly seats = new Map<string, Seat>();
  /** How often a visit was opened or closed. */
  private changes = 0;

  isOnline(shop: string): boolean {
    return this.tunnels.has(shop);
  }

  get shopCount(): number {
    return this.tunnels.size;
  }

  get seatCount(): number {
    return this.seats.size;
  }

  /** Reads from the store again when a visit was opened or closed meanwhile: who acts on it at once misses none. */
  async steadily<T>(read: () => Promise<T>): Promise<T> {
    for (;;) {
      const { changes } = this;
      const found = await read();
      if (changes === this.changes) return found;
    }
  }

  /**
   * The newest tunnel of a shop is the only one; `open` are the visits that the shop must know about, `ended` those of which it
   * may not have heard that they are over.
   */
  attachShop(line: ShopLine, open: readonly Visit[], ended: readonly string[]): void {
    const older = this.tunnels.get(line.shop);
    this.tunnels.set(line.shop, line);
    older?.replaced();
    for (const visit of ended) line.send({ kind: 'visit-close', visit, why: ENDED_BEFORE });
    for (const visit of open) {
      this.tellOpen(line, visit);
      const seat = this.seats.get(visit.id);
      if (seat !== undefined) this.tellShop(seat, true);
    }
    this.tellExperts(line.shop);
  }

  detachShop(line: ShopLine): void {
    if (this.tunnels.get(line.shop) !== line) return;
    this.tunnels.delete(line.shop);
    this.tellExperts(line.shop);
  }

  visitOpened(visit: Visit): void {
    this.changes += 1;
    const line = this.tunnels.get(visit.shop);
    if (line !== undefined) this.tellOpen(line, visit);
  }

  visitClosed(visit: Visit, why: string): void {
    this.changes += 1;
    this.tunnels.get(visit.shop)?.send({ kind: 'visit-close', visit: visit.id, why });
    this.seats.get(visit.id)?.line.send({ event: 'closed', body: { visit: visit.id, why } });
    this.seats.delete(visit.id);
  }

  /** Gives the expert's newest socket the visit; an older one is told that it lost it. */
  join(visit: Visit, line: ExpertLine): void {
    const older = this.seats.get(visit.id);
    const seat = { visit, line };
    this.seats.set(visit.id, seat);
    if (older !== undefined && older.line !== line) {
      older.line.send({ event: 'closed', body: { visit: visit.id, why: 'The visit was opened in another window.' } });
    }
    this.tellShop(seat, true);
    this.tellExpert(seat);
  }

  leaveAll(line: ExpertLine): void {
    for (const [id, seat] of this.seats) {
      if (seat.line !== line) continue;
      this.seats.delete(id);
      this.tellShop(seat, false);
    }
  }

  /** `undefined`: that visit is not this expert's here, or nobody sits in it. */
  toExpert(shop: string, visit: string, expert: string, frame: StreamFrame): Delivery | undefined {
    const seat = this.seats.get(visit);
    if (seat === undefined || seat.visit.shop !== shop || seat.visit.expert !== expert) return undefined;
    return seat.line.send({ event: 'relay', body: { visit, frame } });
  }

  /** `undefined`: this socket has not joined that visit. `false`: the shop is not connected. */
  toShop(line: ExpertLine, visit: string, frame: StreamFrame): Delivery | undefined {
    const seat = this.seats.get(visit);
    if (seat === undefined || seat.line !== line) return undefined;
    return this.tunnels.get(seat.visit.shop)?.send({ kind: 'relay', visit, expert: line.expert, frame }) ?? false;
  }

  private tellOpen(line: ShopLine, visit: Visit): void {
    const { id, caseId, expert, certificate } = visit;
    line.send({ kind: 'visit-open', visit: id, case: caseId, expert, certificate });
  }

  private tellShop({ visit }: Seat, online: boolean): void {
    this.tunnels.get(visit.shop)?.send({ kind: 'expert-presence', visit: visit.id, expert: visit.expert, online });
  }

  private tellExperts(shop: string): void {
    for (const seat of this.seats.values()) if (seat.visit.shop === shop) this.tellExpert(seat);
  }

  private tellExpert({ visit, line }: Seat): void {
    const tunnel = this.tunnels.get(visit.shop);
    line.send({
      event: 'presence',
      body: { visit: visit.id, shop: visit.shop, online: tunnel !== undefined, tunnel: tunnel?.tunnel ?? 0 },
    });
  }
}
