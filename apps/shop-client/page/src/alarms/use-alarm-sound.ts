import { useEffect, useRef } from 'react';

const BEEPS = [0, 0.35, 0.7];
const BEEP_SECONDS = 0.22;
const PITCH_HZ = 880;

/** Three beeps whenever there are more alarms than before. A browser that has not been touched yet stays silent. */
export function useAlarmSound(alarms: number): void {
  const heard = useRef(0);
  useEffect(() => {
    if (alarms > heard.current) beep();
    heard.current = alarms;
  }, [alarms]);
}

function beep(): void {
  const audio = new AudioContext();
  for (const start of BEEPS) {
    const tone = audio.createOscillator();
    tone.type = 'square';
    tone.frequency.value = PITCH_HZ;
    tone.connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + BEEP_SECONDS);
    if (start === BEEPS.at(-1)) tone.onended = () => void audio.close();
  }
}
