import type { BayState } from '../../../src/bay/bay-state.js';
import { Badge } from '../ui/badge.js';
import { Foreign } from '../ui/foreign.js';
import type { Tone } from '../ui/icon.js';
import { VoltageReadout } from './voltage-readout.js';
import './top.css';

const BROKER: Record<BayState['broker']['state'], { tone: Tone; words: string }> = {
  'not-paired': { tone: 'attention', words: 'Not paired yet' },
  connecting: { tone: 'attention', words: 'Connecting to the broker' },
  online: { tone: 'holds', words: 'Broker online' },
  offline: { tone: 'refused', words: 'Broker offline' },
};

const LINK: Record<BayState['link']['state'], { tone: Tone; words: string }> = {
  opening: { tone: 'attention', words: 'Link opening' },
  open: { tone: 'holds', words: 'Link open' },
  lost: { tone: 'refused', words: 'Link lost' },
};

/** Stays in sight: who this is, whether the two connections stand, and the voltage. */
export function TopBar({ state, live }: { state: BayState; live: boolean }) {
  const { shop, broker, link, voltage } = state;
  return (
    <header className="top-bar">
      <div className="top-who">
        <h1>
          <span className="top-brand">Bay screen</span> <Foreign text={shop.name} />
        </h1>
        <p className="row top-states">
          <span data-testid="broker-state" data-state={broker.state}>
            <Badge tone={BROKER[broker.state].tone}>{BROKER[broker.state].words}</Badge>
          </span>
          <span data-testid="link-state" data-state={link.state}>
            <Badge tone={LINK[link.state].tone}>
              {LINK[link.state].words} (<Foreign text={link.kind} />)
            </Badge>
          </span>
        </p>
      </div>
      <VoltageReadout voltage={voltage} live={live} />
      <StateSentence of={broker} fine="online" />
      <StateSentence of={link} fine="open" />
      {link.abilities.length > 0 && (
        <p className="top-sentence" data-testid="link-abilities">
          <Foreign text={link.abilities.join(' ')} />
        </p>
      )}
    </header>
  );
}

/** What is wrong with a connection, while something is. */
function StateSentence({ of, fine }: { of: { readonly state: string; readonly sentence: string }; fine: string }) {
  if (of.state === fine || of.sentence === '') return null;
  return (
    <p className="top-sentence">
      <Foreign text={of.sentence} />
    </p>
  );
}
