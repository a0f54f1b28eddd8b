import { ok, type Result } from '@baylink/kernel';
import { flowControlFilter, RETURN_CODE } from '@baylink/protocols/j2534';
import type { LinkError, UnitAddress } from '../link.js';
import type { PassThru } from './pass-thru.js';

/**
 * The flow control filters of one channel. An adapter has room for ten at least; when there are more units, the one
 * that was needed least lately makes room. A unit without a filter is not heard, so requests to all reach its ears alone.
 */
export class FilterTable {
  /** Unit by its response identifier, the one used least lately first. */
  readonly #filters = new Map<number, number>();
  #full = false;

  constructor(private readonly port: PassThru) {}

  get size(): number {
    return this.#filters.size;
  }

  /** As many of these units as the adapter has room for. */
  async fill(units: readonly UnitAddress[]): Promise<Result<void, LinkError>> {
    for (const unit of units) {
      if (this.#full) break;
      const added = await this.#add(unit);
      if (!added.ok && !(this.#full && this.#filters.size > 0)) return added;
    }
    return ok();
  }

  /** Makes sure that this unit is heard. */
  async ensure(unit: UnitAddress): Promise<Result<void, LinkError>> {
    const { response } = unit.can;
    const known = this.#filters.get(response);
    if (known !== undefined) {
      this.#filters.delete(response);
      this.#filters.set(response, known);
      return ok();
    }
    const added = await this.#add(unit);
    if (added.ok || !this.#full) return added;
    await this.#drop();
    return this.#add(unit);
  }

  async #add(unit: UnitAddress): Promise<Result<void, LinkError>> {
    const answer = await this.port.startFilter(flowControlFilter(unit.can));
    if (answer.ok) {
      this.#filters.set(unit.can.response, answer.value);
      return ok();
    }
    this.#full ||= answer.failure?.code === RETURN_CODE.ERR_EXCEEDED_LIMIT;
    return answer;
  }

  async #drop(): Promise<void> {
    const [oldest] = this.#filters;
    if (oldest === undefined) return;
    this.#filters.delete(oldest[0]);
    await this.port.stopFilter(oldest[1]);
  }
}
