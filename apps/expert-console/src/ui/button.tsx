import type { ButtonHTMLAttributes } from 'react';

/** `main` takes the colour of its area; `grave` is for the last step before something that cannot be taken back. */
export type ButtonWeight = 'main' | 'plain' | 'grave' | 'quiet';

const CLASS: Record<ButtonWeight, string> = {
  main: 'button button-main',
  plain: 'button',
  grave: 'button button-grave',
  quiet: 'button button-quiet',
};

export function Button({
  weight = 'plain',
  type = 'button',
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { weight?: ButtonWeight }) {
  return <button {...rest} type={type} className={CLASS[weight]} />;
}
