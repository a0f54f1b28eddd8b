import type { CallStanding } from '../connection/use-call.js';
import { Foreign } from './foreign.js';
import { Notice } from './notice.js';

/** The server's sentence when it did not do what a button asked for. */
export function CallRefused({ of }: { of: CallStanding<unknown> }) {
  if (of.at !== 'refused') return null;
  return (
    <Notice tone="refused" urgent testId="refused">
      <Foreign text={of.sentence} />
    </Notice>
  );
}
