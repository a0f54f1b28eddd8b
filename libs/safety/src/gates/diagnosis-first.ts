import { showHex } from '@baylink/kernel';
import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('DIAGNOSIS_FIRST');

/** testFailed and confirmedDTC. (ISO 14229-1 D.2) */
const STANDING = 0x01 | 0x08;

/** The whole vehicle has been looked at, and nothing stands that would explain the symptom by itself. */
export const diagnosisFirst: Gate = ({ diagnosis }, { plan, profile }) => {
  const wanted = 'a full scan of this vehicle without unexplained battery, wiring or gateway faults';
  if (!diagnosis.known)
    return no(1, {
      measured: 'no scan',
      wanted,
      sentence: `This case has no scan of the vehicle: ${diagnosis.why}. Scan it first.`,
    });
  const { vin, complete, findings } = diagnosis.value;
  if (complete !== true)
    return no(2, {
      measured: 'an incomplete scan',
      wanted,
      sentence: 'The scan did not reach every unit: repeat it, or find out which unit is missing and why.',
    });
  if (vin !== plan.target.vin)
    return no(3, {
      measured: `a scan of ${vin}`,
      wanted: `a scan of ${plan.target.vin}`,
      sentence: `The scan is of vehicle ${vin}: scan the vehicle that is connected now.`,
    });
  const standing = findings.filter(
    ({ unit, dtc, status }) =>
      (status & STANDING) !== 0 &&
      profile.blockingDtcs.prefixes.some((prefix) => dtc.startsWith(prefix)) &&
      !plan.setAside.some((entry) => entry.unit === unit && entry.dtc === dtc && entry.reason !== ''),
  );
  const [first] = standing;
  if (first !== undefined)
    return no(4, {
      measured: standing.map(({ dtc, unit }) => `${dtc} in ${showHex(unit, 4)}`).join(', '),
      wanted,
      sentence: `Code ${first.dtc} of unit ${showHex(first.unit, 4)} may be the cause by itself: repair it, or set it aside in the plan with a reason.`,
    });
  return yes({
    measured: `${findings.length} codes, none of them blocking`,
    wanted,
    sentence: 'The vehicle has been scanned and nothing speaks against the plan.',
  });
};
