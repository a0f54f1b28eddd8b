import { expect, test } from 'vitest';
import {
  bytesOfHex,
  changing,
  type Doctor,
  inserting,
  isFinal,
  journalling,
  starts,
  without,
  withRecord,
} from '../../test/doctored.js';
import { cleanRun, execute } from '../run/execute.js';
import type { OrderName } from '../run/run-plan.js';
import { claims } from './claims.table.js';
import type { Evidence } from './evidence.js';
import { misfits } from './journal-model.js';
import { broken } from './oracle.js';

const EVIDENCE: Readonly<Record<OrderName, Evidence>> = {
  coding: (await execute(cleanRun('coding'))).evidence,
  flash: (await execute(cleanRun('flash'))).evidence,
};

const ERASE = starts('3101ff00');
const JOURNAL = { at: 20, path: '/shop/journal/x.journal' };
const ending =
  (as: string): Doctor =>
  (evidence) => ({ ...evidence, ending: as });
const both =
  (...doctors: readonly Doctor[]): Doctor =>
  (evidence) =>
    doctors.reduce((doctored, doctor) => doctor(doctored), evidence);
const after =
  (change: Partial<Evidence['after']>): Doctor =>
  (evidence) => ({ ...evidence, after: { ...evidence.after, ...change } });
/** A job that stands in HOLD as it should. */
const held =
  (why: string, next: string): Doctor =>
  (evidence) => ({
    ...evidence,
    ending: 'HOLD',
    sentence: `${why} ${next}`,
    unit: evidence.plan.target.unit,
    alarms: [{ at: 0, sentence: `${why} ${next}` }],
    journal: [...evidence.journal, { type: 'HOLD', record: { type: 'HOLD', why, next } }],
  });
const told = (millivolts: number, age: number): Doctor => changing(isFinal, () => ({ told: { millivolts, age } }));

/** Another process, which finds this of the journal right before the first write of the one that was seen. */
const taking =
  (...types: readonly string[]): Doctor =>
  (evidence) => {
    const first = evidence.seen.find((one) => one.direction === 'tx' && isFinal(one))?.at ?? 0;
    const found = types.map((type) => `00000000 ${JSON.stringify({ record: { type } })}\n`).join('');
    const lives = [
      { from: 0, to: first - 1, found: '' },
      { from: first - 1, to: Number.POSITIVE_INFINITY, found },
    ];
    return { ...evidence, lives };
  };
/** The copies on the second medium, with something else in them. */
const storing =
  (change: (text: string) => string): Doctor =>
  (evidence) => ({
    ...evidence,
    stored: evidence.stored.map((bytes) => new TextEncoder().encode(change(new TextDecoder().decode(bytes)))),
  });

/** What each claim has to find: what it says, in which job, and what was doctored. */
const DOCTORED: readonly (readonly [string, OrderName, Doctor])[] = [
  ['I1 nothing is written without a durable agreement', 'flash', changing(isFinal, without('ACK'))],
  ['I1 a value is written only right behind its own intent', 'coding', changing(isFinal, without('WRITE_INTENT'))],
  [
    'I1 a value is written only right behind its own intent',
    'coding',
    changing(starts('2e0602'), ({ durable }) => ({ durable: durable.replaceAll('"did":1538', '"did":1537') })),
  ],
  ['I1 whatever writes leaves on a fresh reading', 'flash', told(9_800, 20)],
  [
    'I1 whatever writes leaves on a fresh reading',
    'flash',
    changing(starts('3604'), () => ({ told: { millivolts: 13_000, age: 20 } })),
  ],
  [
    'I1 whatever writes leaves on a fresh reading',
    'flash',
    changing(starts('3604'), ({ told: { millivolts } }) => ({ told: { millivolts, age: 300 } })),
  ],
  ['I13 the first write follows a fresh reading', 'flash', told(Number.NaN, 20)],
  ['I13 the first write follows a fresh reading', 'coding', told(13_800, 600)],
  ['I13 the first write follows a fresh reading', 'coding', told(14_900, 20)],
  ['I2 the intent to erase is the last durable record', 'flash', changing(ERASE, without('ERASE_INTENT'))],
  ['I3 the backup is durable, of this very unit', 'flash', changing(isFinal, without('BACKUP'))],
  [
    'I3 the backup is durable, of this very unit',
    'flash',
    changing(starts('36'), ({ durable }) => ({
      durable: durable.replaceAll(/"serial":"[^"]*"/g, '"serial":"of another"'),
    })),
  ],
  [
    'I3 the backup is durable, of this very unit',
    'coding',
    changing(isFinal, ({ durable }) => ({ durable: durable.replaceAll(/"medium":"[^"]*"/g, '"medium":"disk"') })),
  ],
  ['I3 before anything is written, a copy', 'coding', (evidence) => ({ ...evidence, stored: [] })],
  ['I3 before anything is written, a copy', 'coding', storing((text) => text.replace('"value":"01"', '"value":"03"'))],
  ['I3 before anything is written, a copy', 'flash', storing((text) => text.replace('"unit":4097', '"unit":4098'))],
  [
    'I3 before anything is written, a copy',
    'flash',
    storing((text) => text.replace(/"base64":"...../, '"base64":"AAAAA')),
  ],
  [
    'I3 before anything is written, a copy',
    'flash',
    storing((text) => text.replace(/"segments":\[.*\]/, '"segments":[]')),
  ],
  ['I9 what is executed is what was signed', 'flash', (evidence) => ({ ...evidence, jws: 'a.b.c' })],
  [
    'I9 what is executed is what was signed',
    'flash',
    withRecord('ACK', (record) => ({ ...record, acknowledgement: { planDigest: 'of another', phrases: {} } })),
  ],
  [
    'I9 only values of the plan are written',
    'coding',
    changing(starts('2e0601'), () => ({ bytes: bytesOfHex('2e060101') })),
  ],
  [
    'I9 only values of the plan are written',
    'coding',
    changing(starts('2e0601'), () => ({ bytes: bytesOfHex('2e060107') })),
  ],
  [
    'I14 nobody agrees before every gate has held',
    'coding',
    withRecord('GATES', () => ({ gates: [{ gate: 'VOLTAGE_CHECK', holds: false }] })),
  ],
  ['I14 nobody agrees before every gate has held', 'coding', withRecord('GATES', () => ({ gates: [] }))],
  [
    'I6 no block is journalled ahead',
    'flash',
    changing(starts('34'), ({ durable }) => ({ durable: `${durable}00000000 {"record":{"type":"BLK","k":1}}\n` })),
  ],
  ['I7 blocks leave in their order', 'flash', changing(starts('3602'), () => ({ bytes: bytesOfHex('360501') }))],
  ['I7 blocks leave in their order', 'flash', inserting(starts('3602'), () => ({ bytes: bytesOfHex('360299') }))],
  [
    'I7 each block carries the bytes of its address',
    'flash',
    changing(starts('3602'), ({ bytes }) => ({ bytes: bytes.with(40, (bytes[40] ?? 0) ^ 1) })),
  ],
  [
    'I7 each block carries the bytes of its address',
    'flash',
    changing(starts('34'), ({ bytes }) => ({ bytes: bytes.with(5, (bytes[5] ?? 0) ^ 0x10) })),
  ],
  [
    'I7 what is written into was erased for it',
    'flash',
    inserting(starts('3603'), () => ({ bytes: bytesOfHex('340044') })),
  ],
  ['I10 no reset, no default session', 'flash', inserting(starts('3602'), () => ({ bytes: bytesOfHex('1101') }))],
  ['I10 no reset, no default session', 'flash', inserting(starts('3602'), () => ({ bytes: bytesOfHex('280001') }))],
  ['I10 no reset, no default session', 'flash', inserting(starts('3603'), () => ({ bytes: bytesOfHex('1001') }))],
  [
    'I11 a unit that is being written',
    'flash',
    (evidence) => {
      const from = evidence.seen.findIndex((one) => one.direction === 'rx' && one.bytes[0] === 0x76);
      const late = evidence.seen.map((one, index) => (index > from ? { ...one, at: one.at + 9_000 } : one));
      return { ...evidence, seen: late } as Evidence;
    },
  ],
  ['I12 nothing of write class goes to any other unit', 'flash', inserting(ERASE, () => ({ unit: 0x1002 }))],
  [
    'I18 a process that takes the job up',
    'flash',
    (evidence) => {
      const block = evidence.seen.find((one) => one.direction === 'tx' && one.bytes[0] === 0x36)?.at ?? 0;
      const seen = evidence.seen.map((one) => (one.at < block ? one : { ...one, at: one.at + 9_000 }));
      const lives = [
        { from: 0, to: block - 1, found: '' },
        { from: block + 8_000, to: Number.POSITIVE_INFINITY, found: '' },
      ];
      return { ...evidence, seen, lives } as Evidence;
    },
  ],
  ['I18 a process that finds a job from before its first write', 'flash', taking('PLAN', 'STAGED', 'ACK', 'ENTRY')],
  ['I18 a process that finds a job from before its first write', 'coding', taking('PLAN')],
  ['I18 a process that finds a job at its end', 'flash', taking('PLAN', 'ERASE_INTENT', 'DONE')],
  ['I18 a process that finds a job at its end', 'coding', taking('PLAN', 'ABORT')],
  ['I19 re-entries have a bound', 'flash', journalling((lines) => [...lines, { type: 'REENTRY', record: { n: 4 } }])],
  [
    'I19 agreements have a bound',
    'flash',
    journalling((lines) => [...lines, ...lines.flatMap((line) => (line.type === 'ACK' ? [line, line, line] : []))]),
  ],
  ['I20 a plan is executed at most once', 'coding', journalling((lines) => [...lines, ...lines])],
  ['I4 a clean abort has written nothing', 'coding', ending('ABORTED_CLEAN')],
  ['I4 a clean abort has left nothing behind', 'flash', ending('ABORTED_CLEAN')],
  [
    'I4 a clean abort has left nothing behind',
    'flash',
    both(ending('ABORTED_CLEAN'), (evidence) => ({ ...evidence, after: { ...evidence.before, session: 2 } })),
  ],
  ['I5 DONE means that the unit starts', 'flash', after({ boots: false })],
  ['I5 DONE means that the unit starts', 'flash', (evidence) => ({ ...evidence, after: evidence.before })],
  ['I5 DONE means that the unit starts', 'coding', (evidence) => ({ ...evidence, after: evidence.before })],
  [
    'I5 DONE means that the unit was asked after its reset',
    'flash',
    (evidence) => ({
      ...evidence,
      seen: evidence.seen.slice(0, evidence.seen.findLastIndex(({ bytes }) => bytes[0] === 0x51) + 1),
    }),
  ],
  [
    'I5 DONE means that the unit has started again by its reset',
    'flash',
    (evidence) => ({ ...evidence, starts: evidence.starts.slice(0, -1) }),
  ],
  ['I5 RESTORED means that the unit is as it was', 'flash', ending('RESTORED')],
  ['I21 the job comes to an end', 'flash', ending('endless')],
  ['I21 a shop that refuses to go on has written nothing', 'flash', ending('refused')],
  [
    'I22 HOLD names the unit',
    'flash',
    both(
      ending('HOLD'),
      journalling((lines) => [...lines, { type: 'HOLD', record: { why: 'a doubt', next: '' } }]),
    ),
  ],
  ['I22 HOLD names the unit', 'flash', both(held('a doubt', 'wait'), (evidence) => ({ ...evidence, unit: 0x1002 }))],
  [
    'I22 HOLD names the unit',
    'flash',
    both(held('a doubt', 'wait'), (evidence) => ({ ...evidence, sentence: 'HOLD' })),
  ],
  ['I22 HOLD names the unit', 'flash', both(held('a doubt', 'wait'), (evidence) => ({ ...evidence, alarms: [] }))],
  [
    'I24 only a backup of this very unit',
    'flash',
    both(
      withRecord('BACKUP', (record) => ({ ...record, serial: 'of another' })),
      journalling((lines) => [...lines, { type: 'RESTORE_INTENT', record: {} }]),
    ),
  ],
  ['I24 the unit is never left without a way back', 'flash', after({ bricked: true })],
  [
    'I8 an acknowledgement is used once',
    'coding',
    journalling((lines) => [...lines, ...lines.filter(({ type }) => type === 'ACK')]),
  ],
  [
    'I8 an acknowledgement is used once',
    'coding',
    journalling((lines) =>
      lines.flatMap((line) =>
        line.type === 'ACK'
          ? [line, { ...line, record: { ...line.record, signature: 'another', counter: 0 } }]
          : [line],
      ),
    ),
  ],
  [
    'I15 the epoch of the broker never decreases',
    'coding',
    journalling((lines) => [...lines, { type: 'PLAN', record: { epoch: 0 } }]),
  ],
  [
    'I15 no plan is taken from a broker that is behind',
    'coding',
    (evidence) => ({ ...evidence, offers: [{ at: 0, epoch: 2, taken: false }, ...evidence.offers] }),
  ],
  [
    'I15 no plan is taken from a broker that is behind',
    'flash',
    (evidence) => ({
      ...evidence,
      offers: [{ at: 1, epoch: 2, taken: false }, ...evidence.offers],
      lives: [
        { from: 0, to: 2, found: '' },
        { from: 3, to: Number.POSITIVE_INFINITY, found: '' },
      ],
      syncs: [{ at: 1, path: '/shop/data/broker-epoch.json.new' }, ...evidence.syncs],
    }),
  ],
  ['I16 everything on the wire is in the ledger', 'flash', (evidence) => ({ ...evidence, recorded: [] })],
  ['I16 everything on the wire is in the ledger', 'coding', changing(isFinal, () => ({ ledger: 0 }))],
  [
    'I17 the file of a journal whose forced write failed is not forced again',
    'coding',
    (evidence) => ({ ...evidence, failedSyncs: [JOURNAL], syncs: [{ ...JOURNAL, at: 30 }] }),
  ],
  [
    'I17 before the first write a failed journal ends the job',
    'coding',
    (evidence) => ({ ...evidence, failedSyncs: [JOURNAL] }),
  ],
  [
    'I17 after the first write a failed journal is told',
    'coding',
    (evidence) => ({ ...evidence, failedSyncs: [{ ...JOURNAL, at: 14_500 }], alarms: [] }),
  ],
  [
    'I23 no seed and no key is in journal, ledger or alarms',
    'flash',
    (evidence) => {
      const key = evidence.seen.find(({ bytes }) => bytes[0] === 0x27 && bytes[1] === 0x02)?.bytes.subarray(2);
      return { ...evidence, texts: [...evidence.texts, Buffer.from(key ?? []).toString('hex')] };
    },
  ],
  [
    'I23 no seed and no key is in journal, ledger or alarms',
    'flash',
    (evidence) => {
      const seed = evidence.seen.find(({ bytes }) => bytes[0] === 0x67 && bytes[1] === 0x01)?.bytes.subarray(2);
      return { ...evidence, alarms: [{ at: 0, sentence: Buffer.from(seed ?? []).toString('hex') }] };
    },
  ],
];

test.each(['coding', 'flash'] as const)('[ORC-R1] a clean %s breaks nothing', (order) => {
  expect(broken(EVIDENCE[order])).toEqual([]);
});

test('a HOLD that says what it should breaks nothing', () => {
  expect(broken(held('a doubt', 'wait')(EVIDENCE.flash)).filter((sentence) => sentence.startsWith('I22'))).toEqual([]);
});

test.each(DOCTORED)('the oracle finds: %s… (%s)', (words, order, doctor) => {
  expect(broken(doctor(EVIDENCE[order])).filter((sentence) => sentence.startsWith(words))).not.toEqual([]);
});

test('[ORC-R2] every claim can fail, and every invariant has a claim', () => {
  const unproven = claims.filter(({ id }) => !DOCTORED.some(([words]) => id.startsWith(words)));
  expect(unproven.map(({ id }) => id)).toEqual([]);
  const claimed = new Set(claims.map(({ id }) => id.split(' ')[0]));
  const all = Array.from({ length: 24 }, (_, index) => `I${index + 1}`);
  expect(all.filter((id) => !claimed.has(id))).toEqual([]);
});

test.each(['coding', 'flash'] as const)(
  '[ORC-R3] the journal of a clean %s is a word of the model, and none that was changed is',
  (order) => {
    const { journals } = EVIDENCE[order];
    expect(misfits(journals)).toEqual([]);
    const [lines = []] = journals;
    const needed = lines.filter(({ type }) => !['VERIFY', 'WRITE_INTENT', 'WRITE_DONE', 'BLK', 'DONE'].includes(type));
    for (const left of needed) expect(misfits([lines.filter((line) => line !== left)]), left.type).not.toEqual([]);
    expect(misfits([[...lines, ...lines.slice(-1)]])).not.toEqual([]);
  },
);

test.each([
  ['ABORT', 0],
  ['ABORT ABORT', 1],
  ['STAGED', 1],
  ['HOLD', 1],
  ['RESET_INTENT DONE', 1],
])(
  '[ORC-R3] a job that has refused its plan leaves one ABORT, and no other journal is without a plan: %s',
  (types, found) => {
    const lines = types.split(' ').map((type) => ({ type, record: { type, why: 'it is too old' } }));
    expect(misfits([lines])).toHaveLength(found);
  },
);
