import { hex, millis, ok, type Result } from '@baylink/kernel';
import {
  type Addressee,
  type Facts,
  judge,
  type Pass,
  SAMPLE_CAR,
  type Situation,
  unknown,
  type Verdict,
} from '@baylink/safety';
import { SimulatedClock } from '@baylink/testing';
import type { DiagnosticLink, Tap } from '@baylink/transport-vehicle';
import type { ScriptEntry } from '@baylink/twin';
import { Door } from '../src/door/door.js';
import { ProbeLog } from '../src/facts/probe-log.js';
import { openSimLink } from '../src/link/sim-link.js';
import { Tester } from '../src/tester/tester.js';

export const GATEWAY = 0x1000;
export const ENGINE = 0x1001;
export const BODY = 0x1002;
/** Units answer 300 ms after they were powered. */
export const AWAKE = 400;

const nothing = unknown('nobody has looked');
const NO_FACTS: Facts = {
  voltage: [],
  link: nothing,
  ability: nothing,
  workstation: nothing,
  authority: nothing,
  agreements: nothing,
  diagnosis: nothing,
  keys: nothing,
  identity: nothing,
  vehicle: nothing,
  backup: nothing,
  drill: nothing,
  rehearsal: nothing,
  image: nothing,
  acknowledgement: nothing,
};

/** A recorded visit without a job: reading is allowed, nothing else. */
export const READING: Situation = {
  profile: SAMPLE_CAR,
  visit: { recorded: true, activeTestsAllowed: false },
  running: undefined,
  grant: undefined,
  facts: NO_FACTS,
};

const UNITS = SAMPLE_CAR.units.map(({ address }) => address);
const TIMING = { p2: millis(250), p2Star: millis(5000), margin: millis(250), total: millis(60_000) };

export const toUnit = (unit: number): Addressee => ({ to: 'unit', unit });

/** The sample car in this process, behind the door; `story` tells in order what was recorded and what was on the wire. */
export function carBench(script: readonly ScriptEntry[] = [], wrap = (link: DiagnosticLink): DiagnosticLink => link) {
  const clock = new SimulatedClock();
  const story: string[] = [];
  const tap: Tap = {
    byte: (direction, _, bytes) => void story.push(`${direction} ${hex(bytes)}`),
  };
  const link = wrap(openSimLink({ script, units: UNITS, clock, tap }));
  const addresses = (unit: number) => UNITS.find(({ logical }) => logical === unit);
  const record: { now: Result<void, string> } = { now: ok() };
  const door = new Door(
    link,
    addresses,
    {
      sent: (pass) => {
        story.push(`recorded tx ${hex(pass.bytes)}`);
        return record.now;
      },
      received: (unit, bytes) => void story.push(`recorded rx ${unit.toString(16)} ${hex(bytes)}`),
    },
    clock,
  );
  const situation = { now: READING };
  const probes = new ProbeLog(millis(500));
  const tester = new Tester({
    door,
    clock,
    probes,
    timing: TIMING,
    dialect: () => 'uds',
    situation: () => situation.now,
  });
  const verdict = (bytes: Uint8Array, to: Addressee = toUnit(ENGINE)): Verdict =>
    judge({ bytes, addressee: to }, situation.now, clock.now());
  const pass = (bytes: Uint8Array, to?: Addressee): Pass => {
    const judged = verdict(bytes, to);
    if (judged.kind === 'refusal') throw new Error(judged.sentence);
    return judged;
  };
  /** Lets time pass until a promise has settled, a minute at most. */
  const outcome = async <T>(promise: Promise<T>): Promise<T> => {
    let done = false;
    const settled = promise.finally(() => {
      done = true;
    });
    for (let waited = 0; !done && waited < 60_000; waited += 10) await clock.advance(10);
    return settled;
  };
  const leave = (sent: Pass) => outcome(door.send(sent));
  return { clock, link, door, record, tester, probes, story, situation, verdict, pass, outcome, leave, timing: TIMING };
}

/** The same, open and awake. */
export async function awakeCar(script?: readonly ScriptEntry[], wrap?: (link: DiagnosticLink) => DiagnosticLink) {
  const bench = carBench(script, wrap);
  await bench.link.open();
  await bench.clock.advance(AWAKE);
  bench.story.length = 0;
  return bench;
}
