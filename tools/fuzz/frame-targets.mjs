import {
  doipTester,
  encodeMessage,
  readDatagram,
  STREAM_START,
  splitStream,
  TESTER_START,
} from '@baylink/protocols/doip';
import { IDLE_CHANNEL, ISO_TP_DEFAULTS, isoTpChannel } from '@baylink/protocols/iso-tp';
import { decodeMessages, messageSize, sortReceived } from '@baylink/protocols/j2534';
import { readCarb, readMessage, senderOf } from '@baylink/protocols/k-line';
import { decodeKwp, describeKwp } from '@baylink/protocols/kwp2000';
import { decodeObdRefusal, decodeObdResponse } from '@baylink/protocols/obd';
import { frameText, HOST_DEFAULTS, HOST_START, parseFrameLine, slcanHost } from '@baylink/protocols/slcan';
import { decodeRequest, decodeResponse, describe } from '@baylink/protocols/uds';
import { UDS } from './samples.mjs';

const hex = (...lines) => lines.map((line) => Buffer.from(line.replace(/\s/g, ''), 'hex'));
const bytes = (...values) => values.map((value) => Buffer.from([value]));
const ENDS = hex('00', 'ff', '7f', '78', '30', '10', '21');
const NOW = 0;
const MOST_IN_A_ROW = 64;

/** A machine that keeps its state from one input to the next, as it does on a line that has gone bad, and begins anew now and then. */
function kept(machine, start, inputOf) {
  let state = start;
  let now = NOW;
  return (input, roll) => {
    if (roll(MOST_IN_A_ROW) === 0) state = start;
    now += roll(2000);
    const step = machine.step(state, inputOf(input), now);
    state = step.state;
    const due = machine.deadline(state);
    if (due !== undefined && due <= now) state = machine.step(state, { kind: 'tick' }, now).state;
    return step.out.length > 0 ? 'taken' : 'refused';
  };
}

const SOME = { source: 0x0e80, target: 0x1001 };
const DOIP = [
  { kind: 'identify' },
  { kind: 'activation-request', source: 0x0e80, activationType: 0 },
  { kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 },
  { kind: 'alive-check-request' },
  { kind: 'diagnostic-message', ...SOME, data: new Uint8Array(40) },
  { kind: 'diagnostic-nack', source: 0x1001, target: 0x0e80, code: 3, echo: new Uint8Array(3) },
].map((message) => Buffer.from(encodeMessage(message, 2)));
const DOIP_POLICY = { accepts: new Set(['diagnostic-message', 'activation-response']), maxPayload: 4096 };
const tester = doipTester({ version: 2, address: 0x0e80, activationType: 0 });

const frames = hex(
  '0322f19000000000',
  '101462f190414243',
  '2144454647484950',
  '3000000000000000',
  '300a140000000000',
  '320000',
);
const lines = [
  frameText({ id: 0x7e8, extended: false, format: 'classic', data: frames[0] }),
  'T18DAF1101234567',
  'z',
  'V1013',
].map((line) => Buffer.from(`${line}\r`, 'latin1'));
const uds = hex(...UDS);
const kwp = hex('c133f18166', '83f110c1ea8fbe', 'c033f1020100e7', '80f1100450430102', '86f110610112345678aa');
const obd = hex('410c1af8', '4300', '430204200301', '49020157505a5a5a39395a5453333930303030', '4100be1fa813', '7f0112');
const pass = [Buffer.alloc(messageSize(8)), Buffer.alloc(messageSize(4), 1)];

const toText = (input) => Buffer.from(input).toString('latin1');

/** As in `file-targets.mjs`. */
export const FRAME_TARGETS = [
  {
    name: 'ISO-TP frames',
    seeds: frames,
    pieces: ENDS,
    run: kept(isoTpChannel(ISO_TP_DEFAULTS), IDLE_CHANNEL, (data) => ({ kind: 'frame', data: data.subarray(0, 64) })),
  },
  {
    name: 'DoIP stream',
    seeds: DOIP,
    pieces: [...ENDS, ...hex('02fd8001', 'ffffffff')],
    run: (input) => (splitStream(STREAM_START, input, DOIP_POLICY).frames.length > 0 ? 'taken' : 'refused'),
  },
  {
    name: 'DoIP tester',
    seeds: DOIP,
    pieces: ENDS,
    run: kept(tester, tester.step(TESTER_START, { kind: 'connected' }, NOW).state, (data) => ({
      kind: 'data',
      bytes: data,
    })),
  },
  {
    name: 'DoIP datagrams',
    seeds: DOIP,
    pieces: ENDS,
    run: (input) => {
      readDatagram(input, { accepts: new Set(['vehicle-announcement']), maxPayload: 64 });
      return 'taken';
    },
  },
  {
    name: 'SLCAN line',
    seeds: lines,
    pieces: [...bytes(0x0d, 0x0a, 0x07), Buffer.from('t'), Buffer.from('T')],
    run: kept(slcanHost(HOST_DEFAULTS), HOST_START, (data) => ({ kind: 'received', bytes: data })),
  },
  {
    name: 'SLCAN frame',
    seeds: lines,
    pieces: ['0', 'F', 't', 'T'].map((text) => Buffer.from(text)),
    run: (input) => (parseFrameLine(toText(input).replace(/\r$/, '')) ? 'taken' : 'refused'),
  },
  {
    name: 'UDS messages',
    seeds: uds,
    pieces: ENDS,
    run: (input) => {
      describe(input);
      decodeRequest(input);
      return decodeResponse(input) === undefined ? 'refused' : 'taken';
    },
  },
  {
    name: 'K-Line and KWP',
    seeds: kwp,
    pieces: ENDS,
    run: (input) => {
      readCarb(input);
      senderOf(input);
      describeKwp(input);
      decodeKwp(input);
      return readMessage(input).kind === 'message' ? 'taken' : 'refused';
    },
  },
  {
    name: 'OBD answers',
    seeds: obd,
    pieces: ENDS,
    run: (input) => {
      decodeObdRefusal(input);
      decodeObdResponse(input, 'k-line');
      return decodeObdResponse(input, 'can') === undefined ? 'refused' : 'taken';
    },
  },
  {
    name: 'J2534 messages',
    seeds: pass,
    pieces: ENDS,
    every: 10,
    run: (input) => {
      const padded = Buffer.concat([input, Buffer.alloc(messageSize(8))]).subarray(0, messageSize(8));
      for (const message of decodeMessages(padded, 1, 8)) sortReceived(message);
      return 'taken';
    },
  },
];
