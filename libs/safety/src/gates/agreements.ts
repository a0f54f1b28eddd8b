import type { SignedAgreement } from '../facts/facts.js';
import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('AGREEMENTS');

/** Every agreement that profile and plan ask for is signed, in that version and that text. */
export const agreements: Gate = ({ agreements: signed }, { plan, profile }) => {
  const required: readonly SignedAgreement[] = [...profile.agreements[plan.kind], ...plan.agreements];
  const wanted = required.map(({ id, version }) => `${id} ${version}`).join(', ') || 'none';
  if (!signed.known)
    return no(1, {
      measured: 'unknown',
      wanted,
      sentence: `It is not known which agreements are signed: ${signed.why}. Open the case on the bay screen.`,
    });
  const measured = signed.value.map(({ id, version }) => `${id} ${version}`).join(', ') || 'none';
  for (const { id, version, sha256 } of required) {
    const found = signed.value.filter((entry) => entry.id === id);
    if (found.length === 0)
      return no(2, { measured, wanted, sentence: `The agreement "${id}" is not signed: sign it on the bay screen.` });
    if (!found.some((entry) => entry.version === version && entry.sha256 === sha256))
      return no(3, {
        measured,
        wanted,
        sentence: `The agreement "${id}" is signed in another version than ${version}: read and sign this one on the bay screen.`,
      });
  }
  return yes({ measured, wanted, sentence: 'The agreements that this asks for are signed.' });
};
