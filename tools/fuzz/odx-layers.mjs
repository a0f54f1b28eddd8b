import { explain, openOdx, summaryOf } from '@baylink/protocols/odx';

const MESSAGES = ['22F405', '62F40550', '5902FF04200009', '6206030150', '7F2231'].map((digits) =>
  Buffer.from(digits, 'hex'),
);

/** Opens a description, lists what it names, and lets it explain a few messages and a torn one. */
export function describeLayers(file, roll) {
  const layers = openOdx(file);
  if (!layers.ok) return 'refused';
  for (const layer of layers.value) summaryOf(layer);
  const message = MESSAGES[roll(MESSAGES.length)];
  explain(layers.value, { bytes: message });
  explain(layers.value, { bytes: message.subarray(0, roll(message.length + 1)), request: MESSAGES[0] });
  return 'taken';
}
