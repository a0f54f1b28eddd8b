import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Coloured on a terminal, plain in a file. */
export const paint = (out: NodeJS.WritableStream, style: Style, text: string): string =>
  'isTTY' in out && out.isTTY === true ? styleText(style, text) : text;
