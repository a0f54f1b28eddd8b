import { bytesOf, concat } from '@baylink/kernel';
import { systemClock } from '@baylink/kernel/system';
import { type DoipMessage, encodeMessage } from '@baylink/protocols/doip';
import { canPair, Heard, SimulatedClock } from '@baylink/testing';
import { openDoipLink } from '@baylink/transport-vehicle/doip';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { ENGINE } from '@baylink/twin';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { flashEngine } from '../../apps/virtual-vehicle/src/test/flashing.rig.js';
import { VehicleRig } from '../../apps/virtual-vehicle/src/vehicle.rig.js';
import { canFrame, LINK_TYPE, pcap, upperPdu } from './tshark/pcap.js';
import { readCapture, whyNoTshark } from './tshark/read.js';

const why = whyNoTshark();
if (why !== undefined) process.stderr.write(`${why}\n`);

const hexOf = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
const vin = new TextEncoder().encode('XBLTWN0A5SC000042');
const id = bytesOf(2, 0, 0, 0, 0, 1);

/** One of each, with what Wireshark calls its payload type. */
const MESSAGES: readonly (readonly [number, DoipMessage])[] = [
  [0x0000, { kind: 'header-nack', code: 2 }],
  [0x0001, { kind: 'identify' }],
  [0x0002, { kind: 'identify-by-eid', eid: id }],
  [0x0003, { kind: 'identify-by-vin', vin }],
  [0x0004, { kind: 'vehicle-announcement', vin, logicalAddress: 0x1000, eid: id, gid: id, furtherAction: 0 }],
  [0x0005, { kind: 'activation-request', source: 0x0e80, activationType: 0 }],
  [0x0006, { kind: 'activation-response', tester: 0x0e80, entity: 0x1000, code: 0x10 }],
  [0x0007, { kind: 'alive-check-request' }],
  [0x0008, { kind: 'alive-check-response', source: 0x0e80 }],
  [0x4001, { kind: 'entity-status-request' }],
  [0x4002, { kind: 'entity-status', nodeType: 0, maxSockets: 4, openSockets: 1, maxDataSize: 0x10000 }],
  [0x4003, { kind: 'power-mode-request' }],
  [0x4004, { kind: 'power-mode', mode: 1 }],
  [0x8001, { kind: 'diagnostic-message', source: 0x0e80, target: 0x1001, data: bytesOf(0x3e, 0) }],
  [0x8002, { kind: 'diagnostic-ack', source: 0x1001, target: 0x0e80, code: 0, echo: bytesOf() }],
  [0x8003, { kind: 'diagnostic-nack', source: 0x1001, target: 0x0e80, code: 3, echo: bytesOf() }],
];

describe.skipIf(why !== undefined)("Wireshark's dissectors", () => {
  test.each([2, 3] as const)('[C32][C33][C39] name every DoIP message of version %d', (version) => {
    const packets = MESSAGES.map(([, message]) => upperPdu('doip', encodeMessage(message, version)));
    const read = readCapture(pcap(LINK_TYPE.upperPdu, packets), ['doip.type', 'doip.version']);
    expect(read).toEqual(
      MESSAGES.map(([type]) => ({
        'doip.type': hexOf(type, 4),
        'doip.version': hexOf(version, 2),
        malformed: false,
      })),
    );
  });

  describe('on a flash', () => {
    let bench: VehicleRig;
    beforeEach(() => {
      bench = new VehicleRig();
    });
    afterEach(() => bench.clear());

    test('[C36] over DoIP: every message is whole, and each answer belongs to its request', async () => {
      const vehicle = await bench.start({ doip: '127.0.0.1:0' });
      const seen: Uint8Array[] = [];
      const tap = { byte: (_direction: string, _channel: string, bytes: Uint8Array) => void seen.push(bytes.slice()) };
      const port = Number(vehicle.entrances.doip?.place.port);
      await flashEngine(openDoipLink({ host: '127.0.0.1', port, units: [ENGINE], clock: systemClock(), tap }));
      const packets = wholeMessages(concat(...seen)).map((message) => upperPdu('doip', message));
      const fields = ['doip.type', 'doip.source_address', 'uds.sid', 'uds.reply'] as const;
      const read = readCapture(pcap(LINK_TYPE.upperPdu, packets), fields);
      expect(read.filter(({ malformed }) => malformed)).toEqual([]);
      const spoken = read.filter((each) => each['doip.type'] === '0x8001' && each['uds.sid'] !== '0x3f');
      const requests = spoken.filter((each) => each['doip.source_address'] === '0x0e80').map((each) => each['uds.sid']);
      const answers = spoken.filter((each) => each['doip.source_address'] !== '0x0e80').map((each) => each['uds.sid']);
      expect(answers).toEqual(requests);
      expect([...new Set(requests)]).toEqual(['0x10', '0x27', '0x31', '0x34', '0x36', '0x37']);
    });
  });

  test.each([
    ['classic frames', undefined],
    ['FD frames of 64 bytes', { txDl: 64, bitRateSwitch: true } as const],
  ])('[C09][C11] put ISO-TP messages in %s together again', async (_, fd) => {
    const clock = new SimulatedClock();
    const { near, far } = canPair(clock);
    const frames: Uint8Array[] = [];
    const tap = {
      byte: (_direction: string, _channel: string, bytes: Uint8Array) => void frames.push(canFrame(bytes)),
    };
    const tester = openIsoTpLink({ canLink: near, units: [ENGINE], clock, tap, ...(fd && { fd }) });
    const unit = openIsoTpLink({
      canLink: far,
      units: [{ logical: 0x0e00, can: { request: ENGINE.can.response, response: ENGINE.can.request } }],
      clock,
      ...(fd && { fd }),
    });
    const heard = new Heard(unit);
    await unit.open();
    await tester.open();
    const lengths = [70, 100, 1000, 4095];
    for (const [index, length] of lengths.entries()) {
      const message = concat(bytesOf(0x36, index), new Uint8Array(length - 2).fill(0x5a));
      const sent = tester.send({ to: 'unit', unit: ENGINE }, message);
      await clock.advance(2000);
      expect(await sent).toMatchObject({ ok: true });
    }
    expect(heard.of('message').map(({ bytes }) => bytes.length)).toEqual(lengths);
    const decode = ['-d', 'can.subdissector,iso15765', '-d', 'iso15765.subdissector,uds'];
    const fields = ['iso15765.reassembled.length', 'uds.sid', 'iso15765.fragment.error'] as const;
    const read = readCapture(pcap(LINK_TYPE.can, frames), fields, decode);
    expect(read).toHaveLength(frames.length);
    expect(read.filter((each) => each.malformed || each['iso15765.fragment.error'] !== '')).toEqual([]);
    const whole = read.filter((each) => each['iso15765.reassembled.length'] !== '');
    expect(whole.map((each) => Number(each['iso15765.reassembled.length']))).toEqual(lengths);
    expect(whole.map((each) => each['uds.sid'])).toEqual(lengths.map(() => '0x36'));
  });
});

/** Both directions of one conversation, in which nothing is sent before its answer has come: cut at the lengths that the headers tell. */
function wholeMessages(stream: Uint8Array): readonly Uint8Array[] {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.length);
  const messages: Uint8Array[] = [];
  for (let at = 0; at < stream.length; ) {
    const end = at + 8 + view.getUint32(at + 4);
    messages.push(stream.subarray(at, end));
    at = end;
  }
  return messages;
}
