import type { ButtonHTMLAttributes } from 'react';

/** `stop` is there for one purpose and is never anything else. */
export type ButtonWeight = 'main' | 'plain' | 'stop';

const CLASS: Record<ButtonWeight, string> = {
  main: 'button button-main',
  plain: 'button',
  stop: 'button button-stop',
};

export function Button({
  weight = 'plain',
  type = 'button',
  busy = false,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: ButtonWeight; busy?: boolean }) {
  return <button {...rest} type={type} className={CLASS[weight]} aria-disabled={busy || undefined} />;
}
