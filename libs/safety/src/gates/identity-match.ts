import { isFresh, showAge } from '../facts/age.js';
import type { UnitIdentity } from '../facts/facts.js';
import { answersOf } from './answer.js';
import type { Gate, Moment } from './gate.js';

const { yes, no } = answersOf('IDENTITY_MATCH');

type Field = Exclude<keyof UnitIdentity, 'unit' | 'marks'>;

const NAMES: readonly (readonly [field: Field, name: string])[] = [
  ['vin', 'VIN'],
  ['serial', 'serial number'],
  ['hardware', 'hardware'],
  ['partNumber', 'part number'],
  ['software', 'software'],
];

/** Half-written software reports an id of its own: after the first erase only what cannot change is compared. */
const LASTING: ReadonlySet<Field> = new Set(['vin', 'serial', 'hardware']);
/** A long reading and a write that has begun re-read the unit themselves, at their own points. */
const AGELESS: ReadonlySet<Moment> = new Set(['memory-read', 'forward']);

/** The unit that answers now is the one that the plan was written for. */
export const identityMatch: Gate = ({ identity }, { moment, plan, profile, measuredAt }) => {
  const { target } = plan;
  const wanted = `VIN ${target.vin}, serial ${target.serial}, hardware ${target.hardware}, part ${target.partNumber}, software ${target.software}`;
  if (!identity.known)
    return no(1, {
      measured: 'not identified',
      wanted,
      sentence: `The unit has not been identified: ${identity.why}. Check ignition and cable.`,
    });
  const limit = profile.timing.identityMaxAge;
  if (!AGELESS.has(moment) && !isFresh(identity.at, limit, measuredAt.identity))
    return no(2, {
      measured: `read ${showAge(measuredAt.identity - identity.at)} before`,
      wanted: `read within ${showAge(limit)}`,
      sentence: 'The unit was identified too long ago: it is read again before anything is written.',
    });
  const { value } = identity;
  if (value.unit !== target.unit)
    return no(3, {
      measured: `unit ${value.unit}`,
      wanted: `unit ${target.unit}`,
      sentence: 'Another unit has answered: check the cable.',
    });
  const compared = NAMES.filter(([field]) => moment !== 'forward' || LASTING.has(field));
  const differing = compared.find(([field]) => value[field] === '' || value[field] !== target[field]);
  if (differing !== undefined) {
    const [field, name] = differing;
    return no(4, {
      measured: `${name} ${value[field]}`,
      wanted: `${name} ${target[field]}`,
      sentence: `The unit reports ${name} ${value[field] || 'nothing'}, and the plan is for ${target[field]}: a new plan is needed.`,
    });
  }
  return yes({ measured: wanted, wanted, sentence: 'The unit is the one of the plan.' });
};
