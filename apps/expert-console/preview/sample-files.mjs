const two = (value) => value.toString(16).toUpperCase().padStart(2, '0');

function record(type, address, bytes) {
  const body = [bytes.length, address >> 8, address & 0xff, type, ...bytes];
  const sum = body.reduce((total, byte) => total + byte, 0);
  return `:${body.map(two).join('')}${two(-sum & 0xff)}`;
}

const field = (text) => [...text.padEnd(16, '\0')].map((letter) => letter.charCodeAt(0));

/** An Intel HEX file with the sample car's image header, and the same with one flipped digit. */
export function sampleFiles() {
  const header = [
    ...[...'BAYLINK1'].map((letter) => letter.charCodeAt(0)),
    ...field('ENG-0417'),
    ...field('ENG-HW-07'),
    ...field('4.17.0'),
    ...[0, 0, 0x40, 0],
    ...[0xff, 0xff, 0xff, 0xff],
  ];
  const image = [...header, ...Array.from({ length: 0x4000 - header.length }, (_, i) => (i * 31 + (i >> 5)) & 0xff)];
  const lines = [];
  for (let at = 0; at < image.length; at += 32) lines.push(record(0, 0x8000 + at, image.slice(at, at + 32)));
  lines.push(record(4, 0, [0, 8]));
  for (let at = 0; at < 0x800; at += 32) lines.push(record(0, at, image.slice(at, at + 32)));
  lines.push(record(1, 0, []));
  const damaged = lines.with(3, `${lines[3].slice(0, 20)}F${lines[3].slice(21)}`);
  return {
    good: { file: 'engine-0417.hex', text: lines.join('\n') },
    damaged: { file: 'engine-0417-damaged.hex', text: damaged.join('\n') },
  };
}
