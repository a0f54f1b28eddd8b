import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Countersigned,
  countersign,
  type openColleaguePlan,
  type Plan,
  publicJwk,
  type Signer,
  signerFromJwk,
} from '@baylink/contracts';
import { systemClock } from '@baylink/kernel/system';
import { BrokerApi } from '@baylink/transport-tunnel/http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  agree,
  chapters,
  confirm,
  playChapter,
  readTap,
  requestsOf,
  type Stage,
  Told,
  tapMark,
} from '../../tools/demo/src/index.js';
import { isWriteClass } from '../../tools/demo/src/oracle/write-class.js';
import { endOf, offeredBy } from '../../tools/demo/src/story/flashing.js';
import { Expert } from '../../tools/demo/src/story/people.js';
import { buildStage } from '../../tools/demo/src/story/run-story.js';
import { mustBaylink } from './browser/command.js';
import { Expert as BrowserExpert } from './browser/expert.js';
import { openBrowser, Window } from './browser/window.js';

/** The sample car with a steering unit and a brake unit, as a shop declares its own vehicle stricter than its profile. */
const OVERLAY = {
  ...{ id: 'two-people', version: 1, name: 'steering and brakes of this car', extends: 'sample-car' },
  source: 'declared for this test',
  stricterUnits: [
    { unit: '0x1002', safety: 'steering' },
    { unit: '0x1001', safety: 'brake' },
  ],
};
const code = (value: string): string[] => ['code', '--unit', 'body', '--did', '0601', '--value', value];
const CODE = code('02');
const ANOTHER_VALUE = code('03');
const JOB = 'A'.repeat(22);
const HAND_WRITTEN: Plan = {
  ...{ v: 1, job: JOB, case: JOB, visit: JOB, shopNonce: JOB, agreements: [], setAside: [] },
  target: { vin: 'XBLTWN0A5SC000042', unit: 0x1002, partNumber: 'p', hardware: 'h', software: 's', serial: '1' },
  recovery: { method: 'write-old-values' },
  limits: { voltage: { low: 13_700 } },
  ...{ iat: 1_800_000_000, exp: 4_000_000_000, kind: 'coding', writes: [{ did: 0x0601, before: '01', after: '02' }] },
};

let folder: string;
let stage: Stage;
let browser: Browser;
/** A second expert who sits at the console. */
let cid: BrowserExpert;
const told = new Told();
let mark = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baylink-two-'));
  const [overlay, policy, key] = [join(folder, 'overlay.json'), join(folder, 'policy.json'), join(folder, 'key')];
  writeFileSync(overlay, JSON.stringify(OVERLAY));
  writeFileSync(policy, await mustBaylink('profile', 'key', key));
  await mustBaylink('profile', 'sign', overlay, '--key', key);
  const shopOptions = ['--overlay', overlay, '--policy', policy];
  [stage, browser] = await Promise.all([buildStage({ out: told, waysIn: ['doip'], shopOptions }), openBrowser()]);
  for (const chapter of chapters.filter(({ id }) => ['pair', 'open-case', 'scan'].includes(id))) {
    const { result } = await playChapter(stage, chapter);
    if (result.kind === 'failed') throw new Error(told.after(`${chapter.id}: ${result.why}`));
  }
}, 400_000);

afterAll(async () => {
  await browser?.close();
  await stage?.house.end();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

beforeEach(() => {
  mark = tapMark(stage.house.tap);
});

const writing = () => requestsOf(readTap(stage.house.tap, mark), stage.house.tapForms).filter(isWriteClass);

/** `baylink plan …` of an expert whose folder is that of `name`. */
const plan = (name: string, ...args: readonly string[]) =>
  stage.house.programs.run(`plan-${name}`, [
    ...['plan', ...args],
    ...['--dir', stage.house.at(`expert-${name}`), '--broker', stage.house.brokerUrl],
  ]);

/** Ada offers it; the shop wants a second expert. */
async function offered(args: readonly string[]) {
  const child = stage.ada.start(args);
  const { plan: digest, sentence } = await child.line(
    ({ event }) => event === 'countersignature-wanted',
    'the shop asked for a second expert',
  );
  return { child, digest: String(digest), sentence: String(sentence) };
}

const privateJwk = publicJwk.extend({ d: z.string() });

/** What a program may send that is not `baylink plan countersign`. */
async function sendAs(
  name: string,
  digest: string,
  make: (key: Signer, certificate: string) => Promise<Countersigned>,
) {
  const at = (file: string): string => readFileSync(stage.house.at(`expert-${name}/${file}`), 'utf8').trim();
  const signer = await signerFromJwk(privateJwk.parse(JSON.parse(at('expert-key.json'))));
  const certificate = at('expert-certificate.jws');
  const api = new BrokerApi(stage.house.brokerUrl, { role: 'expert', signer, certificate }, systemClock());
  expect(await api.countersign(digest, await make(signer, certificate))).toMatchObject({ ok: true });
  const view = await api.countersigningOf(digest);
  if (!view.ok) throw new Error(view.error.sentence);
  return view.value;
}

const seconds = (): number => Math.floor(Date.now() / 1000);

/** Signs this plan for this unit, good until then. */
const saying =
  (digest: string, job: string, unit: number, exp = seconds() + 3_600) =>
  async (key: Signer, certificate: string): Promise<Countersigned> => {
    const jws = await countersign(key, { v: 1, plan: digest, job, unit, iat: Math.min(seconds(), exp), exp });
    if (!jws.ok) throw new Error(jws.error);
    return { certificate, jws: jws.value };
  };

async function ended({ child }: { readonly child: ReturnType<Expert['start']> }) {
  const { code, sentence } = await child.ended;
  return { code, sentence };
}

describe('a plan for a steering unit that only one expert has signed writes nothing', () => {
  test('without a second one it waits, the shop says why, and the writer’s own signature is not taken', async () => {
    const waiting = await offered(CODE);
    expect(waiting.sentence).toMatch(/unit body is a steering unit, a second expert has to countersign this plan/);
    const own = await plan('Ada', 'countersign', waiting.digest);
    expect([own.code, own.sentence]).toEqual([1, expect.stringContaining('Who wrote a plan does not countersign it')]);
    waiting.child.kill('SIGTERM');
    await waiting.child.ended;
    expect(writing()).toEqual([]);
  });

  test('the same person with another key is one person', async () => {
    const again = new Expert(stage.house, 'Ada-2', () => undefined);
    const enrolling = again.start(['enrol', '--name', 'Ada']);
    const { code } = await enrolling.line((line) => line.event === 'enrolment', 'the code was there');
    await stage.organisation.certify(String(code), 'observe,actuate,code,program');
    await enrolling.ended;
    const waiting = await offered(CODE);
    expect((await plan('Ada-2', 'countersign', waiting.digest)).code).toBe(0);
    expect(await ended(waiting)).toEqual({
      code: 10,
      sentence: expect.stringMatching(/two people have to sign, and Ada has signed twice: ask somebody else/),
    });
    expect(writing()).toEqual([]);
  });

  test.each<[string, (digest: string) => ReturnType<typeof saying>, RegExp]>([
    [
      'a signature over another plan',
      () => saying('ab'.repeat(32), JOB, 0x1002),
      /a second expert has to countersign this plan/,
    ],
    [
      'a signature that has expired',
      (digest) => saying(digest, JOB, 0x1002, seconds() - 1),
      /countersignature of Ben has expired: it has to be signed again/,
    ],
    [
      'a signature of which a byte was changed',
      (digest) => async (key, certificate) => {
        const { jws } = await saying(digest, JOB, 0x1002)(key, certificate);
        return { certificate, jws: `${jws.slice(0, -4)}${jws.endsWith('AAAA') ? 'BBBA' : 'AAAA'}` };
      },
      /countersignature of Ben was refused/,
    ],
  ])('%s', async (_, make, words) => {
    const waiting = await offered(CODE);
    await sendAs('Ben', waiting.digest, make(waiting.digest));
    expect(await ended(waiting)).toEqual({ code: 10, sentence: expect.stringMatching(words) });
    expect(writing()).toEqual([]);
  });

  test('who may not program cannot countersign what programs a brake unit', async () => {
    const waiting = await offered(['flash', '--unit', 'engine', '--file', stage.file]);
    expect((await plan('Ben', 'countersign', waiting.digest)).code).toBe(0);
    expect(await ended(waiting)).toEqual({
      code: 10,
      sentence: expect.stringMatching(/countersignature does not count.*Ben.*program/),
    });
    expect(writing()).toEqual([]);
    for (const name of ['Ada', 'Ben'])
      expect((await plan(name, 'list')).child.output).toContainEqual(
        expect.stringMatching(
          `^${waiting.digest.slice(0, 12)}  refused  Ada: .*countersignature does not count.*Ben.*program`,
        ),
      );
  });
});

test('a second expert looks at it from the command line, signs, and the value is written', async () => {
  const file = stage.house.at('kept-plan');
  const waiting = await offered([...CODE, '--plan-file', file]);
  const short = waiting.digest.slice(0, 12);
  expect((await plan('Ben', 'list')).child.output).toContainEqual(expect.stringMatching(`^${short}  waits {2}Ada$`));
  const shown = (await plan('Ben', 'show', short)).child.output.join('\n');
  expect(shown).toMatch(/Written by Ada of .*\nPhrase: (\S+ ){4}\S+\n.*unit 0x1002.*\nWrite 0x0601: from \w\w to 02/);
  expect((await plan('Ben', 'countersign', short)).child.output.at(-1)).toContain(`countersigned plan ${short}`);
  const job = { child: waiting.child, ...(await offeredBy(waiting.child)) };
  expect(shown).toContain(`Phrase: ${job.phrase}\n`);
  await agree(stage, job);
  await confirm(stage, job.job);
  await endOf(job);
  const checked = await stage.house.programs.run('plan-verify', ['plan', 'verify', file]);
  expect([checked.code, checked.child.output.join('\n')]).toEqual([
    0,
    expect.stringMatching(/Signed by Ada[\s\S]*Countersigned by Ben/),
  ]);
  const read = await stage.ada.must(['read', '--unit', '0x1002', '--did', '0601']);
  expect(read).toContainEqual(expect.objectContaining({ value: '02' }));
  expect(writing().length).toBeGreaterThan(0);
});

test('a second expert looks at it in the console, signs, and a brake unit is programmed', async () => {
  cid = new BrowserExpert(await Window.open(browser, 'second', stage.house.brokerUrl));
  const code = await cid.enrol('Cid Berg');
  await stage.organisation.certify(code, 'observe,actuate,code,program');
  await cid.signIn();
  const waiting = await offered(['flash', '--unit', 'engine', '--file', stage.file]);
  const { phrase, facts } = await cid.countersign(waiting.digest);
  const job = { child: waiting.child, ...(await offeredBy(waiting.child)) };
  expect(job.phrase).toBe(phrase);
  expect(facts).toMatch(/Ada[\s\S]*0x1001[\s\S]*SHA-256/);
  const { runs } = await stage.technician.look();
  expect(JSON.stringify(runs[0])).toContain('Ada, countersigned by Cid Berg');
  await agree(stage, job);
  await confirm(stage, job.job);
  await endOf(job);
  stage.mustHold(stage.file);
  expect((await stage.dump()).equals(stage.memory)).toBe(true);
  expect(cid.window.faults).toEqual([]);
}, 400_000);

test('what a colleague declines is not written: its author is told why, and nobody can countersign it any more', async () => {
  const waiting = await offered(ANOTHER_VALUE);
  const short = waiting.digest.slice(0, 12);
  const reason = 'This car has no such option.';
  expect(await cid.decline(waiting.digest, reason)).toMatch(/Cid Berg has declined[\s\S]*no such option/);
  expect(await ended(waiting)).toEqual({
    code: 1,
    sentence: expect.stringMatching(/Cid Berg has declined to countersign this plan: This car has no such option/),
  });
  expect((await plan('Ben', 'list')).child.output).toContainEqual(`${short}  declined  Ada: Cid Berg: ${reason}`);
  expect(await plan('Ben', 'countersign', short)).toMatchObject({
    code: 1,
    sentence: expect.stringMatching(/Cid Berg has declined to sign this plan/),
  });
  const again = await offered(ANOTHER_VALUE);
  expect(again.digest).not.toBe(waiting.digest);
  expect((await plan('Ben', 'decline', again.digest, '--reason', 'No.')).code).toBe(0);
  expect(await ended(again)).toMatchObject({ sentence: expect.stringMatching(/Ben has declined .*: No\./) });
  expect(writing()).toEqual([]);
  expect(cid.window.faults).toEqual([]);
});

test('a signed plan is a file that is verified and countersigned offline', async () => {
  const at = (name: string): string => stage.house.at(name);
  const offline = (...args: readonly string[]) => stage.house.programs.run('plan-offline', ['plan', ...args]);
  writeFileSync(at('plan.json'), JSON.stringify(HAND_WRITTEN));
  const signing = await offline('sign', at('plan.json'), '--dir', at('expert-Ada'));
  expect(signing.code, signing.sentence).toBe(0);
  const signed = at('plan.json.signed');
  const checked = await offline('verify', signed, '--root', at('shop/pairing.json'));
  expect(checked.code, checked.sentence).toBe(0);
  expect(checked.child.output.join('\n')).toMatch(
    /Write 0x0601: from 01 to 02\nSupply at least 13\.70 V[\s\S]*Signed by Ada[\s\S]*No second expert[\s\S]*Certified by root/,
  );
  expect((await plan('Ben', 'countersign', signed)).code).toBe(0);
  expect((await offline('verify', signed)).child.output.join('\n')).toMatch(
    /Countersigned by Ben[\s\S]*not checked: give it with --root/,
  );

  const document = JSON.parse(readFileSync(signed, 'utf8')) as Parameters<typeof openColleaguePlan>[0];
  writeFileSync(at('changed'), JSON.stringify({ ...document, jws: document.jws.replace(/\..{8}/, '.eyJ2Ijoy') }));
  expect(await offline('verify', at('changed'))).toMatchObject({
    code: 3,
    sentence: expect.stringMatching(/^TAMPERED: /),
  });
  writeFileSync(at('none'), '{}');
  expect(await offline('verify', at('none'))).toMatchObject({
    code: 2,
    sentence: expect.stringContaining('signed plan'),
  });
});
