import { createHash } from 'node:crypto';

export interface AgreementText {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  readonly title: string;
  readonly text: string;
}

const agreement = (id: string, version: string, title: string, text: string): AgreementText => ({
  id,
  version,
  title,
  text,
  sha256: createHash('sha256').update(text).digest('hex'),
});

/** The agreements that this shop client can show and have signed. Signed by version and digest: a changed text is a new one. */
export const AGREEMENTS: readonly AgreementText[] = [
  agreement(
    'remote-work',
    '1',
    'Remote work on a control unit',
    [
      'I connect a stabilised supply to the vehicle and leave it connected until the bay screen says that the work is done.',
      'I stay at the vehicle while a unit is coded or programmed, and I do not touch ignition, doors or cables meanwhile.',
      'I read every plan on this screen before I agree to it: it names the vehicle, the unit and the file, and they have to be the right ones.',
      'I know that this visit is recorded: every message to and from the vehicle, every decision of the gates, and my agreement.',
      'An agreement never outweighs a safety gate: what the gates refuse stays refused.',
    ].join('\n'),
  ),
];
