import { expect, test } from 'vitest';
import { bytes } from '../server/server.rig.js';
import { describe } from './describe.js';

test.each([
  [
    '86 01 02 08 19 0E',
    'ResponseOnEvent: event onDTCStatusChange (0x01), window 0x02, mask 0x08 confirmedDTC, service 19 0E',
  ],
  [
    '86 48 02 0E',
    'ResponseOnEvent: event reportMostRecentDtcOnStatusChange, stored (0x48), window 0x02, report reportMostRecentConfirmedDTC (0x0E)',
  ],
  [
    '86 09 05 08 06 FE',
    'ResponseOnEvent: event reportDTCRecordInformationOnDtcStatusChange (0x09), window 0x05, mask 0x08 confirmedDTC, report reportDTCExtDataRecordByDTCNumber (0x06), record FE',
  ],
  [
    '86 07 02 01 04 02 00 00 00 05 0A 80 10 22 01 04',
    'ResponseOnEvent: event onComparisonOfValues (0x07), window 0x02, DID 0x0104, when > 5, hysteresis 10 %, localization 0x8010, service 22 01 04',
  ],
  [
    'C6 04 02 08 05 0D 03 02 01 04 22 01 04',
    'ResponseOnEvent ok: event reportActivatedEvents (0x04), events 2, event reportMostRecentDtcOnStatusChange (0x08), window 0x05, report reportMostRecentTestFailedDTC (0x0D), event onChangeOfDataIdentifier (0x03), window 0x02, DID 0x0104, service 22 01 04',
  ],
  [
    'C6 04 02 01 02 2F 19 04 08 05 0D',
    'ResponseOnEvent ok: event reportActivatedEvents (0x04), events 2, record 01 02 2F 19 04 08 05 0D',
  ],
])('[UDS-R71] %s', (wire, text) => {
  expect(describe(bytes(wire)).text).toBe(text);
});

test.each([
  [
    'C3 03 00 32 01 F4',
    'AccessTimingParameter ok: access readCurrentlyActiveTimingParameters (0x03), P2 50 ms, P2* 5000 ms',
  ],
  [
    '83 04 32 02 6E 14 0A',
    'AccessTimingParameter: access setTimingParametersToGivenValues (0x04), P2min 25 ms, P2max 50 ms, P3min 55 ms, P3max 5000 ms, P4min 5 ms',
  ],
  [
    'C3 03 01 02 03',
    'AccessTimingParameter ok: access readCurrentlyActiveTimingParameters (0x03), parameters 01 02 03',
  ],
])('[UDS-R72] %s', (wire, text) => {
  expect(describe(bytes(wire)).text).toBe(text);
});
