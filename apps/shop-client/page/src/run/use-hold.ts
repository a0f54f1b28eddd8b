import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { useCalls } from '../connection/calls-context.js';
import { HoldPress, type PressStanding } from './hold-press.js';

const LOST = 'The press was interrupted; nothing was agreed. Hold the button again.';
const LEFT = 'The finger or pointer left the button; nothing was agreed. Hold it again.';
const KEYS: ReadonlySet<string> = new Set([' ', 'Enter']);

/** Pointer and keyboard make the same press. Whatever takes the button away from the person ends it. */
export function useHold(job: string, planDigest: string) {
  const calls = useCalls();
  const press = useRef<HoldPress>(undefined);
  const [standing, setStanding] = useState<PressStanding>({ at: 'up' });
  const begin = (): void => {
    press.current?.abandon(LOST);
    press.current = new HoldPress(calls, { job, planDigest }, setStanding);
  };
  const release = (): void => void press.current?.release();
  const abandon = (why: string): void => press.current?.abandon(why);
  useEffect(() => {
    const lose = () => press.current?.abandon(LOST);
    addEventListener('blur', lose);
    document.addEventListener('visibilitychange', lose);
    return () => {
      removeEventListener('blur', lose);
      document.removeEventListener('visibilitychange', lose);
      lose();
    };
  }, []);
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      begin();
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      if (!isOver(event)) abandon(LEFT);
    },
    onPointerUp: release,
    onPointerCancel: () => abandon(LOST),
    onLostPointerCapture: () => abandon(LOST),
    onBlur: () => abandon(LOST),
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
    onKeyDown: (event: KeyboardEvent) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      if (!event.repeat) begin();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (!KEYS.has(event.key)) return;
      event.preventDefault();
      release();
    },
  };
  return { standing, handlers };
}

function isOver({ currentTarget, clientX, clientY }: PointerEvent<HTMLButtonElement>): boolean {
  const { left, right, top, bottom } = currentTarget.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
