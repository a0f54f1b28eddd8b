import { bytesOf, fromHex, hex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { GOOD, NOW } from '../../test/good-facts.js';
import { CODING_PROFILE, ENGINE } from '../../test/samples.js';
import type { Addressee } from '../effects/effect.js';
import { judge } from './judge.js';
import type { Verdict } from './verdict.js';

const OLDER = 0x1005;
/** The sample car with a unit that speaks KWP2000 beside the others. */
const PROFILE = {
  ...CODING_PROFILE,
  units: CODING_PROFILE.units.flatMap((unit) =>
    unit.address.logical === ENGINE
      ? [unit, { ...unit, dialect: 'kwp2000' as const, address: { ...unit.address, logical: OLDER } }]
      : [unit],
  ),
};

const ADDRESSEES: Readonly<Record<string, Addressee>> = {
  uds: { to: 'unit', unit: ENGINE },
  kwp: { to: 'unit', unit: OLDER },
  stranger: { to: 'unit', unit: 0x9999 },
  everybody: { to: 'functional' },
};

/** Services that only tell something, in the words of the standards: by hand, and not from the table that is tested. */
const READS = new Set([
  1, 2, 3, 5, 6, 7, 9, 0x0a, 0x10, 0x12, 0x13, 0x17, 0x18, 0x19, 0x1a, 0x20, 0x21, 0x22, 0x24, 0x29, 0x3e, 0x83, 0x86,
]);
/** Those that act, end with the visit or a reset, and change no memory. */
const ACTS = new Set([4, 8, 0x11, 0x14, 0x28, 0x29, 0x2a, 0x2c, 0x2f, 0x30, 0x83, 0x85, 0x86]);

const asked = (bytes: Uint8Array, addressee: Addressee, activeTestsAllowed: boolean): Verdict =>
  judge(
    { bytes, addressee },
    {
      profile: PROFILE,
      visit: { recorded: true, activeTestsAllowed },
      running: undefined,
      grant: undefined,
      facts: GOOD,
    },
    NOW,
  );

/** Behind the first two bytes: nothing, a sub-function's parameter, an identifier with a value, an address with a size. */
const TAILS = ['', '00', '0001', '060100ff', '440000800000001000', 'ff'.repeat(40)].map(
  (text) => fromHex(text) ?? bytesOf(),
);

/** Beginnings of what passes and should not: `allowed` names the services that may. */
function escaped(addressee: Addressee, active: boolean, tails: readonly Uint8Array[], step: number): string[] {
  const found = new Set<string>();
  for (let sid = 0; sid < 256; sid++)
    for (let second = 0; second < 256; second += step)
      for (const tail of tails) {
        const bytes = bytesOf(sid, second, ...tail);
        if (asked(bytes, addressee, active).kind !== 'pass') continue;
        if (!(READS.has(sid) || (active && ACTS.has(sid)))) found.add(hex(bytes.subarray(0, 4)));
      }
  return [...found];
}

describe('[VRD-R13] with every gate open and a recorded visit, on request', () => {
  test.each(Object.entries(ADDRESSEES))('all 256 x 256 beginnings to %s: nothing but reading leaves', (_, to) => {
    expect(escaped(to, false, TAILS.slice(0, 1), 1)).toEqual([]);
  });

  test.each(Object.entries(ADDRESSEES))(
    'longer requests to %s: nothing but reading, and active tests where they are allowed',
    (name, to) => {
      expect(escaped(to, false, TAILS, 7)).toEqual([]);
      expect(escaped(to, true, TAILS, 7)).toEqual([]);
      if (name === 'everybody') expect(asked(bytesOf(0x14, 0xff, 0xff, 0xff), to, true).kind).toBe('refusal');
    },
  );

  test.each([
    ['an event that writes', '86050a0222f1902e06100421'],
    ['an event set up with a routine in it', '8601022f19043101ff00'],
    ['a secured transmission around a write', '84000000112e06100421'],
    ['a memory address behind a dynamic identifier', '2c02f3011400008000'],
    ['a secret kept as a dynamic identifier and streamed', '2a02010203040506070809101112131415161718'],
    ['writing by address', '3d140000800001ff'],
    ['writing by local identifier', '3b0155'],
    ['a routine that nobody lists', '310112340000'],
    ['a routine without a name', '3101'],
    ['a routine’s unknown sub-function', '317f0300'],
    ['clearing with a wrong length', '14ff'],
    ['another link speed', '870112'],
    ['another timing', '830432'],
    ['a file that is replaced', '38030001610000000100000001'],
    ['a session of the maker', '1060'],
    ['a reset of the maker', '1160'],
    ['a request without bytes', ''],
  ])('[VRD-R13] %s is not let through, also where active tests are', (_, text) => {
    for (const to of Object.values(ADDRESSEES)) {
      const verdict = asked(fromHex(text) ?? bytesOf(), to, true);
      expect(verdict, `${text}`).toMatchObject({ kind: 'refusal' });
    }
  });
});
