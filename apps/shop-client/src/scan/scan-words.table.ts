import type { DtcFinding } from '@baylink/contracts';
import { readUint } from '@baylink/kernel';
import { decodePositive, showDtc, statusBits } from '@baylink/protocols/uds';
import { JOB_WORDS, type UnitProfile } from '@baylink/safety';

/** How a scan asks a unit, and how it understands the answers, in one standard. */
export interface ScanWords {
  /** Everybody is asked whether they are there; an answer is wanted. */
  readonly present: Uint8Array;
  readonly identify: (did: number) => Uint8Array;
  readonly identification: (response: Uint8Array) => Uint8Array;
  readonly readDtcs: Uint8Array;
  /** `undefined`: the unit answered with something else. */
  readonly dtcs: (response: Uint8Array) => DtcFinding[] | undefined;
}

/** SID and number of codes; then two bytes of code and one of status each. (ISO 14230-3 8.3) */
const KWP_DTC = { head: 2, record: 3 } as const;
/** ISO 14230-3 writes codes without the failure type. */
const WITHOUT_TYPE = 5;

export const SCAN_WORDS: { readonly [dialect in UnitProfile['dialect']]: ScanWords } = {
  uds: {
    present: Uint8Array.of(0x3e, 0x00),
    identify: JOB_WORDS.uds.readValue,
    identification: JOB_WORDS.uds.value,
    // reportDTCByStatusMask, every status bit. (ISO 14229-1 12.3)
    readDtcs: Uint8Array.of(0x19, 0x02, 0xff),
    dtcs: (response) => {
      const decoded = decodePositive(response);
      if (decoded?.service !== 'ReadDTCInformation' || decoded.content.kind !== 'dtcs') return undefined;
      return decoded.content.dtcs.map(({ dtc, status }) => ({
        code: dtc.toString(16).toUpperCase().padStart(6, '0'),
        text: showDtc(dtc),
        status,
        statusNames: statusBits(status),
      }));
    },
  },
  kwp2000: {
    present: Uint8Array.of(0x3e, 0x01),
    identify: JOB_WORDS.kwp2000.readValue,
    identification: JOB_WORDS.kwp2000.value,
    readDtcs: JOB_WORDS.kwp2000.readDtcs,
    dtcs: (response) => {
      const { head, record } = KWP_DTC;
      if (response.length < head) return undefined;
      return JOB_WORDS.kwp2000.dtcs(response).map((code, i) => ({
        code,
        text: showDtc((readUint(response, head + i * record, 2) ?? 0) << 8).slice(0, WITHOUT_TYPE),
        status: response[head + i * record + 2] ?? 0,
        statusNames: [],
      }));
    },
  },
};

/** Of a car in which everybody speaks the same; the newer one where that is not so. */
export const everybodys = (units: readonly Pick<UnitProfile, 'dialect'>[]): UnitProfile['dialect'] =>
  units.length > 0 && units.every(({ dialect }) => dialect === 'kwp2000') ? 'kwp2000' : 'uds';
