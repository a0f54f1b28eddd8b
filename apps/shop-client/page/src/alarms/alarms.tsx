import { useEffect, useState } from 'react';
import type { BayState } from '../../../src/bay/bay-state.js';
import { Button } from '../ui/button.js';
import { Foreign } from '../ui/foreign.js';
import { Icon } from '../ui/icon.js';
import { showClock } from '../ui/show-clock.js';
import { useAlarmSound } from './use-alarm-sound.js';
import './alarms.css';

type Alarm = BayState['alarms'][number];
const keyOf = ({ at, sentence }: Alarm): string => `${at} ${sentence}`;

/** Every alarm fills the width until somebody says that it was read; then it stays as a line. */
export function Alarms({ alarms }: { alarms: readonly Alarm[] }) {
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const open = alarms.filter((alarm) => !read.has(keyOf(alarm)));
  useAlarmSound(alarms.length);
  useEffect(() => {
    document.title = open.length === 0 ? 'Bay screen' : 'ALARM – Bay screen';
  }, [open.length]);
  if (alarms.length === 0) return null;
  return (
    <section className="stack" aria-label="Alarms">
      {open.map((alarm) => (
        <div className="alarm" role="alert" key={keyOf(alarm)} data-testid="alarm">
          <Icon name="attention" size={56} />
          <p className="alarm-words">
            <span className="alarm-time">{showClock(alarm.at)}</span> <Foreign text={alarm.sentence} />
          </p>
          <Button onClick={() => setRead((before) => new Set([...before, keyOf(alarm)]))} data-testid="alarm-seen">
            I have read this
          </Button>
        </div>
      ))}
      {open.length === alarms.length ? null : (
        <details className="alarms-read">
          <summary>Alarms that were read ({alarms.length - open.length})</summary>
          <ul className="stack">
            {alarms
              .filter((alarm) => read.has(keyOf(alarm)))
              .map((alarm) => (
                <li key={keyOf(alarm)}>
                  {showClock(alarm.at)} <Foreign text={alarm.sentence} />
                </li>
              ))}
          </ul>
        </details>
      )}
    </section>
  );
}
