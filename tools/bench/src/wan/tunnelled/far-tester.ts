import { once } from 'node:events';
import { connect } from 'node:net';
import { bytesOf, concat, errorText, fromHex, millis, seconds } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { CLIENT_DEFAULTS } from '@baylink/protocols/uds';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { sampleKey } from '@baylink/twin';
import { UdsTester } from '../../protocols/uds-tester.js';
import { readFrames, type TimedFrame } from '../frame-timers.js';
import { overdueAnswers, type TimedMessage } from '../overdue.js';
import type { TunnelMode } from './bridge.js';
import { FarCan, FarUnit } from './far-links.js';

/** What the tester at the far end of the line is told to do. */
export interface FarOrder {
  readonly mode: TunnelMode;
  readonly host: string;
  readonly port: number;
  readonly unit: UnitAddress;
  /** Hex, in order. */
  readonly requests: readonly string[];
}

export interface FarReport {
  /** From the first request to the answer to the last, in ms; how it failed otherwise. */
  readonly end: { readonly kind: 'done'; readonly window: number } | { readonly kind: 'failed'; readonly why: string };
  readonly overdue: number;
}

/**
 * More patient than any standard allows, so that the flash comes to its end all the same; what a tester that keeps its times
 * would have ended on is counted from what went by.
 */
const PATIENT = { ...CLIENT_DEFAULTS, margin: seconds(10), total: seconds(60) };
const PATIENT_CHANNEL = { nA: seconds(30), nBs: seconds(30), nCr: seconds(30), stMinMargin: millis(0) };
const REPEATS = 5;

const [message] = (await once(process, 'message')) as [FarOrder];
process.send?.(await flash(message));
process.disconnect();

async function flash({ mode, host, port, unit, requests }: FarOrder): Promise<FarReport> {
  const clock = systemClock();
  const socket = connect({ host, port, noDelay: true });
  await once(socket, 'connect');
  const frames: TimedFrame[] = [];
  const messages: TimedMessage[] = [];
  const link =
    mode === 'frames'
      ? openIsoTpLink({
          canLink: new FarCan(socket, clock, (frame) => frames.push(frame)),
          units: [unit],
          clock,
          options: PATIENT_CHANNEL,
        })
      : new FarUnit(socket, unit, clock, (seen) => messages.push(seen));
  const tester = new UdsTester(link, unit, clock, PATIENT);
  const counted = (): number => {
    const read = readFrames(frames);
    return read.overdue + overdueAnswers([...messages, ...read.messages]);
  };
  try {
    await enter(tester);
    const start = clock.now();
    for (const request of requests) await insist(tester, fromHex(request) ?? bytesOf());
    return { end: { kind: 'done', window: clock.now() - start }, overdue: counted() };
  } catch (failure) {
    return {
      end: { kind: 'failed', why: errorText(failure) },
      overdue: counted(),
    };
  } finally {
    tester.close();
    socket.destroy();
  }
}

/** The sample car's way into its programming session. */
async function enter(tester: UdsTester): Promise<void> {
  await insist(tester, bytesOf(0x10, 0x03));
  await insist(tester, bytesOf(0x10, 0x02));
  const seed = (await insist(tester, bytesOf(0x27, 0x01))).subarray(2);
  await insist(tester, concat(bytesOf(0x27, 0x02), sampleKey(seed)));
}

/** Again when nothing came at all: a block that was taken twice is acknowledged and not written twice. */
async function insist(tester: UdsTester, request: Uint8Array): Promise<Uint8Array> {
  for (let repeats = 0; ; repeats++) {
    const outcome = await tester.ask(request);
    if (outcome.kind === 'positive') return outcome.bytes;
    if ((outcome.kind !== 'timeout' && outcome.kind !== 'link') || repeats === REPEATS)
      throw new Error(`request ${request[0]?.toString(16)} came to ${JSON.stringify(outcome)}`);
  }
}
