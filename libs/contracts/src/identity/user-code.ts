import type { Chance } from '@baylink/kernel';

/** No vowels, so that no words form; no letters or digits that look or sound alike (RFC 8628 6.1). */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;

/** A fresh pairing or enrolment code, "BCDF-GHJK": 20^8, each character equally likely. */
export function newUserCode(chance: Chance): string {
  let code = '';
  while (code.length < LENGTH) {
    for (const byte of chance.bytes(LENGTH)) {
      if (byte < 240 && code.length < LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return showUserCode(code);
}

/** The code as typed by a person, in its one spelling; `undefined` when it cannot be one. */
export function normaliseUserCode(typed: string): string | undefined {
  const packed = typed.toUpperCase().replace(/[\s\-–—.]/g, '');
  if (packed.length !== LENGTH || [...packed].some((letter) => !ALPHABET.includes(letter))) return undefined;
  return showUserCode(packed);
}

const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
