import { type Effect, type ExpertCertificate, effect } from '@baylink/contracts';
import { Badge } from '../ui/badge.js';
import { Facts } from '../ui/facts.js';
import { showDate } from '../ui/show-time.js';

const MEANS: Record<Effect, string> = {
  observe: 'read',
  actuate: 'active tests, clear codes',
  code: 'coding',
  program: 'programming',
  secure: 'keys and immobiliser',
};

/** What a certificate covers: effects, makes, dates, and whose keys it joins. */
export function Coverage({ certificate }: { certificate: ExpertCertificate }) {
  const makes = certificate.makes.includes('*') ? 'every make' : certificate.makes.join(', ');
  return (
    <div className="stack" data-testid="coverage">
      <ul className="row" aria-label="Effects that this certificate covers">
        {effect.options.map((name) => {
          const covered = certificate.effects.includes(name);
          return (
            <li key={name}>
              <Badge tone={covered ? 'holds' : 'plain'}>
                {MEANS[name]}: {covered ? 'yes' : 'no'}
              </Badge>
            </li>
          );
        })}
      </ul>
      <Facts
        of={[
          ['Organisation', certificate.organisation],
          ['Makes', makes],
          ['Valid from', showDate(certificate.nbf * 1000)],
          ['Valid until', showDate(certificate.exp * 1000)],
          ['Your key', <code key="sub">{certificate.sub}</code>],
          ['Signed by root', <code key="iss">{certificate.iss}</code>],
        ]}
      />
    </div>
  );
}
