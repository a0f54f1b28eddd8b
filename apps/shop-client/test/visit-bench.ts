import {
  type ExpertBody,
  type ExpertEnvelope,
  expertEnvelopeOf,
  openShopEnvelope,
  type ShopBody,
  type Signer,
  type StreamPayload,
  sealEnvelope,
} from '@baylink/contracts';
import { readEntry } from '@baylink/ledger';
import { SimulatedClock } from '@baylink/testing';
import { nodeDisk } from '../src/disk/node-disk.js';
import { type OpeningEntry, VisitLedger } from '../src/ledger/visit-ledger.js';
import { Visit } from '../src/visit/visit.js';
import { certificate, expert, IDS, root, shop } from './parties.js';

export const OPENING: OpeningEntry = {
  case: IDS.case,
  shop: shop.jwk,
  shopName: 'Bay 1',
  roots: [root.jwk],
  certificate: 'certificate',
  expert: expert.thumbprint,
  vehicle: { make: 'unknown', model: '', year: null, vin: null },
  software: 'test',
};

export const countingChance = () => {
  let made = 0;
  return { bytes: (length: number) => new Uint8Array(length).fill(++made) };
};

export function openLedger(
  folder: string,
  clock = new SimulatedClock(),
  troubles: string[] = [],
  disk = nodeDisk(),
): VisitLedger {
  const ledger = VisitLedger.open(
    {
      disk,
      folder,
      visit: IDS.visit,
      clock,
      signer: shop,
      hearFailure: (sentence) => troubles.push(sentence),
    },
    OPENING,
  );
  if (!ledger.ok) throw new Error(ledger.error);
  return ledger.value;
}

/** Entries of a ledger as they were written. */
export const entriesOf = (ledger: VisitLedger) =>
  ledger.lines(0, ledger.size).flatMap((line) => {
    const read = readEntry(line);
    return read.ok ? [read.value.entry] : [];
  });

export const hello: ExpertBody = {
  kind: 'hello',
  id: 'h'.repeat(22),
  expertNonce: 'E'.repeat(22),
  versions: [1],
  certificate: 'certificate',
};

/** One expert and one visit at the shop, with a real ledger; `acted` is what got through to anything that could act. */
export function visitBench(folder: string) {
  const clock = new SimulatedClock();
  const ledger = openLedger(folder, clock);
  const acted: string[] = [];
  const sent: StreamPayload[] = [];
  const visit: Visit = new Visit({
    id: IDS.visit,
    caseId: IDS.case,
    certificate,
    shop,
    clock,
    chance: countingChance(),
    ledger,
    send: (payload) => void sent.push(payload),
    handle: async (body, say) => {
      acted.push(body.kind);
      if (body.kind !== 'hello') say({ kind: 'answer', id: body.id, result: { kind: 'done', sentence: body.kind } });
    },
    handleChunk: async () => void acted.push('chunk'),
  });
  const sealed = async (
    seq: number,
    body: ExpertBody,
    change: Partial<ExpertEnvelope> = {},
    by: Signer = expert,
  ): Promise<string> => {
    const scope = { visit: IDS.visit, from: expert.thumbprint, to: shop.thumbprint };
    const nonce = body.kind === 'hello' ? null : (visit.nonce ?? 'N'.repeat(22));
    const jws = await sealEnvelope(by, { ...expertEnvelopeOf(scope, seq, nonce, body, clock.wall()), ...change });
    if (!jws.ok) throw new Error(jws.error);
    return jws.value;
  };
  const hear = (jws: string): Promise<void> => visit.hear({ kind: 'envelope', jws });
  const told = async (): Promise<ShopBody[]> => {
    await visit.flushed();
    const bodies: ShopBody[] = [];
    for (const payload of sent) {
      if (payload.kind !== 'envelope') continue;
      const opened = await openShopEnvelope(payload.jws, shop.jwk);
      if (opened.ok) bodies.push(opened.value.payload.body);
    }
    return bodies;
  };
  return { clock, ledger, visit, acted, sent, sealed, hear, told };
}
