import { byteCount } from '@baylink/kernel';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childText, descend, parseXml, XML_LIMITS } from './index.js';

const utf8 = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));
const parse = (text: string, limits = XML_LIMITS) => parseXml(utf8(text), { limits });
const refusal = (text: string, limits = XML_LIMITS) => {
  const read = parse(text, limits);
  return read.ok ? '' : read.error;
};

test('[XML-R1] attributes, children in order, trimmed text, CDATA, no comments', () => {
  const read = parse('<a x="1" y=\'&lt;2\'> t&#x42; <!-- no --><b/><c>\n 7 </c><![CDATA[<raw>&amp;]]></a>');
  expect(read).toMatchObject({ ok: true, value: { name: 'a', text: 't\u0042 <raw>&amp;' } });
  if (!read.ok) return;
  expect([...read.value.attributes]).toEqual([
    ['x', '1'],
    ['y', '<2'],
  ]);
  expect(read.value.children.map(({ name }) => name)).toEqual(['b', 'c']);
  expect(childText(read.value, 'c')).toBe('7');
  expect(childText(read.value, 'b')).toBeUndefined();
  expect(descend(read.value, 'c', 'd')).toBeUndefined();
});

test.each([
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['entities of entities', '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>'],
  ['an external subset', '<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><a/>'],
])('[XML-R2] refused: %s', (_, text) => {
  expect(refusal(text)).toContain('DOCTYPE');
});

test('[XML-R3] an entity that nobody declared', () => {
  expect(refusal('<a>&nbsp;</a>')).toContain('not well-formed');
});

test.each([
  ['bytes', `<a>${' '.repeat(100)}</a>`, { bytes: byteCount(50) }, '107 bytes of XML, and the limit is 50'],
  ['depth', '<a>'.repeat(100_000), {}, 'more than 64 deep'],
  ['elements', `<a>${'<b/>'.repeat(100)}</a>`, { elements: 100 }, 'more than 100 elements'],
  [
    'attributes',
    `<a ${Array.from({ length: 9 }, (_, i) => `a${i}="1"`).join(' ')}/>`,
    { attributes: 8 },
    'than 8 attr',
  ],
  ['markup', `<a b="${'x\n'.repeat(100)}"/>`, { markup: 100 }, 'more than 100 pieces of markup and lines'],
  ['a comment', `<a><!--${'-x'.repeat(40)}--></a>`, { aside: byteCount(64) }, 'a comment of more than 64 bytes'],
  ['an instruction', `<a><?b ${'?x'.repeat(40)}?></a>`, { aside: byteCount(64) }, 'instruction of more than 64 bytes'],
  ['a comment without end', '<a><!-- </a>', {}, 'a comment of more than 1048576 bytes, or one without end'],
])('[XML-R4] limit of %s', (_, text, limits, sentence) => {
  expect(refusal(text, { ...XML_LIMITS, ...limits })).toContain(sentence);
});

test.each(['', '<a>', '<a></b>', 'text', '<a/><b/>', '<a x=1/>', '<a x="1" x="2"/>', '<a>\x01</a>', '<a><</a>'])(
  '[XML-R5] refused: %j',
  (text) => {
    expect(parse(text).ok).toBe(false);
  },
);

test('[XML-R6] encodings', () => {
  const latin = new Uint8Array(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00b0C</a>', 'latin1'));
  expect(parseXml(latin)).toMatchObject({ value: { text: '\u00b0C' } });
  expect(parse('\ufeff<a>\u20ac</a>')).toMatchObject({ value: { text: '\u20ac' } });
  expect(refusal('<?xml version="1.0" encoding="Shift_JIS"?><a/>')).toContain('XML in Shift_JIS');
  expect(refusal('<a>\0</a>')).toContain('NUL');
  expect(parseXml(new Uint8Array(Buffer.from('<a/>', 'utf16le'))).ok).toBe(false);
});

test('[XML-R4] comments and instructions inside the limits are read over, wherever the document is cut', () => {
  const filling = `<!--${'-x>'.repeat(9000)}--><?b ${'?x>'.repeat(9000)}?>`;
  expect(parse(`${filling}<a>${filling}\u20ac${filling}</a>`)).toMatchObject({
    value: { text: '\u20ac', children: [] },
  });
});

test('[XML-R7] a skipped subtree is gone, its followers stay', () => {
  const read = parseXml(utf8('<a><s><s><b/></s>x</s>t<c>1</c></a>'), { skip: new Set(['s']) });
  expect(read).toMatchObject({ value: { text: 't', children: [{ name: 'c', text: '1' }] } });
});

test('[XML-R8] no bytes make the reader throw', () => {
  const nearly = fc
    .array(fc.constantFrom(...'<>/a="&;![CDATA]-? \n\u0000'), { maxLength: 120 })
    .map((l) => utf8(l.join('')));
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), nearly), (bytes) => {
      const read = parseXml(bytes);
      expect(read.ok || read.error.length > 0).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
