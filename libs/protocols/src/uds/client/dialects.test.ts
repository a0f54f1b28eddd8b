import { fromHex } from '@baylink/kernel';
import { describe, expect, test } from 'vitest';
import { ClientRig } from './client.rig.js';
import { matchResponse } from './match.js';

const wire = (text: string): Uint8Array => fromHex(text.replaceAll(' ', '')) ?? new Uint8Array();

describe('a unit that speaks ISO 14230-3', () => {
  test.each([
    ['10 85', '50 85'],
    ['10 85', '50'],
    ['1A 90', '5A 90 58'],
    ['22 06 10', '62 06 10 03 20'],
    ['31 C4 00 80 00 01 00 00', '71 C4 00'],
    ['36 01 02 03', '76'],
    ['36', '76 AA BB'],
    ['3E 01', '7E'],
    ['28 01', '68'],
    ['85 01 FF 00 02', 'C5'],
  ])('[UDS-R70] `%s` is answered by `%s`', (request, message) => {
    expect(matchResponse(wire(request), wire(message), 'kwp2000')).toEqual({ kind: 'positive' });
  });

  test.each([
    ['10 85', '50 81'],
    ['1A 90', '5A 91 58'],
    ['22 06 10', '62 06 11 03 20'],
    ['31 C4', '71 C5 00'],
    ['31 C4', '71'],
    ['36 01', '77'],
  ])('[UDS-R70] `%s` is not answered by `%s`', (request, message) => {
    expect(matchResponse(wire(request), wire(message), 'kwp2000').kind).toBe('stray');
  });

  test('[UDS-R70] bit 7 of a session asks for nothing: without an answer it is a time-out', () => {
    const unit = new ClientRig({ dialect: 'kwp2000' });
    unit.request('10 85');
    expect(unit.wait(50)).toEqual([expect.stringContaining('timeout')]);
  });

  test('[UDS-R70] responseRequired 02 does', () => {
    const unit = new ClientRig({ dialect: 'kwp2000' });
    unit.request('3E 02');
    expect(unit.wait(50)).toEqual([expect.stringContaining('silent')]);
  });

  test('[UDS-R70] what follows a session in its answer is no time', () => {
    const unit = new ClientRig({ dialect: 'kwp2000' });
    const before = unit.state.timing;
    unit.request('10 87');
    unit.hear('50 87 00 01 00 01');
    expect(unit.state.timing).toEqual(before);
    expect(unit.state.activity.kind).toBe('idle');
  });
});
