import { createHash, createPrivateKey } from 'node:crypto';
import {
  admitAtShop,
  expertEnvelopeOf,
  openExpertEnvelope,
  sealEnvelope,
  shopGuard,
  signerFromJwk,
  signPlan,
  verifyPlan,
} from '@baylink/contracts';
import { dice } from './dice.mjs';

/* Everything that a broker can do: it holds what was signed, knows every key's name, and may hand over any text. */

const NOW = 1_800_000_000_000;
const SECONDS = NOW / 1000;
const id = (letter) => letter.repeat(22);
const NONCE = id('N');
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=';
/** RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

const keyOf = (name, seed) => {
  const bytes = createHash('sha256').update(`${name} ${seed}`).digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, bytes]), format: 'der', type: 'pkcs8' });
  return signerFromJwk(key.export({ format: 'jwk' }));
};

const must = (result) => {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.error));
};

const base64url = (value) =>
  Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64url');
const read = (part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

/** `npm run fuzz -- --forgeries N`: changes to a signed envelope and a signed plan; the answer is how many were refused by what. */
export async function forge(runs, seed) {
  const [expert, shop, broker] = await Promise.all(['expert', 'shop', 'broker'].map((name) => keyOf(name, seed)));
  const way = { visit: id('V'), from: expert.thumbprint, to: shop.thumbprint };
  const body = { kind: 'request', id: id('r'), unit: 0x1001, bytes: '22f190' };
  const hello = { kind: 'hello', id: id('h'), expertNonce: id('E'), versions: [1], certificate: 'c' };
  const said = (seq, content, change = {}) => ({
    ...expertEnvelopeOf(way, seq, content.kind === 'hello' ? null : NONCE, content, NOW),
    ...change,
  });
  const seal = async (by, envelope) => must(await sealEnvelope(by, envelope));
  const { guard } = admitAtShop(shopGuard(way), said(0, hello), NOW, NONCE);
  const plan = {
    ...{ v: 1, job: id('j'), case: id('c'), visit: id('V'), shopNonce: NONCE, agreements: [], setAside: [] },
    target: { vin: 'XBLTWN0A5SC000042', unit: 0x1002, partNumber: 'p', hardware: 'h', software: 's', serial: '1' },
    recovery: { method: 'write-old-values' },
    ...{ iat: SECONDS, exp: SECONDS + 3600, kind: 'coding', writes: [{ did: 0x0601, before: '01', after: '02' }] },
  };
  const planned = must(await signPlan(expert, plan));
  const documents = [
    {
      honest: await seal(expert, said(1, body)),
      /** Its own words of another time, place or turn, and somebody else's. */
      others: await Promise.all([
        seal(expert, said(0, hello)),
        seal(expert, said(2, body)),
        seal(expert, said(1, body, { nonce: id('O') })),
        seal(expert, said(1, body, { visit: id('W') })),
        seal(expert, said(1, body, { exp: SECONDS - 1 })),
        seal(broker, said(1, body)),
        planned,
      ]),
      async verdict(jws) {
        const opened = await openExpertEnvelope(jws, expert.jwk);
        if (!opened.ok) return opened.error.rule;
        const { outcome } = admitAtShop(guard, opened.value.payload, NOW, id('M'));
        return outcome.ok ? 'ADMITTED' : outcome.error.rule;
      },
    },
    {
      honest: planned,
      others: [must(await signPlan(broker, plan)), await seal(expert, said(1, body))],
      async verdict(jws) {
        const opened = await verifyPlan(jws, expert.jwk);
        return opened.ok ? 'ADMITTED' : `plan ${opened.error.fault}`;
      },
    },
  ];
  for (const { honest, verdict } of documents)
    if ((await verdict(honest)) !== 'ADMITTED') throw new Error('the honest document is refused: nothing is shown');

  const roll = dice(seed);
  const refused = new Map();
  for (let run = 1; run <= runs; ) {
    const { honest, others, verdict } = documents[roll(documents.length)];
    const forged = await mutate(honest, others, roll, broker, expert);
    // A change that changes nothing is none.
    if (forged === honest) continue;
    const rule = await verdict(forged);
    if (rule === 'ADMITTED') return { run, forged };
    refused.set(rule, (refused.get(rule) ?? 0) + 1);
    run += 1;
  }
  return { refused };
}

const VALUES = ['', 'x', 0, 1, -1, null, [], true, NONCE, SECONDS + 9_999, { kind: 'scan', id: id('s') }];

async function mutate(honest, others, roll, broker, expert) {
  const [at, to] = [roll(honest.length), roll(honest.length)];
  const letter = LETTERS[roll(LETTERS.length)];
  const [head, payload, signature] = honest.split('.');
  switch (roll(8)) {
    case 0:
      return honest.slice(0, at) + letter + honest.slice(at + 1);
    case 1:
      return honest.slice(0, at) + letter + honest.slice(at);
    case 2:
      return honest.slice(0, Math.min(at, to)) + honest.slice(Math.max(at, to));
    case 3:
      return others[roll(others.length)];
    case 4: {
      const other = others[roll(others.length)].split('.');
      const taken = roll(3);
      return [head, payload, signature].map((own, i) => (i === taken ? other[i] : own)).join('.');
    }
    case 5:
    case 6: {
      const content = read(payload);
      const members = [...Object.keys(content), 'added'];
      const forged = base64url({ ...content, [members[roll(members.length)]]: VALUES[roll(VALUES.length)] });
      if (roll(2) === 0) return `${head}.${forged}.${signature}`;
      return `${head}.${forged}.${base64url(await broker.sign(Buffer.from(`${head}.${forged}`)))}`;
    }
    default: {
      const changes = [
        { alg: 'none' },
        { alg: 'HS256' },
        { kid: broker.thumbprint },
        { jwk: broker.jwk },
        { jku: 'http://127.0.0.1/' },
        { crit: ['b64'], b64: false },
        { typ: 'baylink-countersignature+jwt' },
        { kid: expert.thumbprint, x5u: 'http://127.0.0.1/' },
      ];
      const forged = base64url({ ...read(head), ...changes[roll(changes.length)] });
      const signed = roll(2) === 0 ? signature : base64url(await broker.sign(Buffer.from(`${forged}.${payload}`)));
      return `${forged}.${payload}.${roll(8) === 0 ? '' : signed}`;
    }
  }
}
