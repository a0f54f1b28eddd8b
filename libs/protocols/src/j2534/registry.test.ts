import fc from 'fast-check';
import { expect, test } from 'vitest';
import { installedLibraries } from './registry.js';

const PRINTED = [
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\PassThruSupport.04.04\\Acme - Box 2',
  '    Name    REG_SZ    Acme Box 2',
  '    Vendor    REG_SZ    Acme Inc.',
  '    FunctionLibrary    REG_SZ    C:\\Windows\\system32\\acme32.dll',
  '    ConfigApplication    REG_SZ    C:\\Program Files (x86)\\Acme\\setup.exe',
  '    CAN    REG_DWORD    0x1',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\PassThruSupport.04.04\\Half an entry',
  '    Name    REG_SZ    Nothing',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\PassThruSupport.04.04\\Bolt VCI',
  '    FunctionLibrary    REG_EXPAND_SZ    %ProgramFiles%\\Bolt VCI\\vci.dll',
  '',
  'End of search: 3 match(es) found.',
].join('\r\n');
const variable = (name: string): string | undefined => (name === 'ProgramFiles' ? 'C:\\Program Files' : undefined);

test('[PTH-R22] each entry with a library is one, by its name or by its key', () => {
  expect(installedLibraries(PRINTED, 64, variable)).toEqual([
    { name: 'Acme Box 2', library: 'C:\\Windows\\system32\\acme32.dll' },
    { name: 'Bolt VCI', library: 'C:\\Program Files\\Bolt VCI\\vci.dll' },
  ]);
});

test('[PTH-R22] System32 of a 32-bit program is SysWOW64 for a 64-bit one', () => {
  expect(installedLibraries(PRINTED, 32, variable)[0]?.library).toBe('C:\\Windows\\SysWOW64\\acme32.dll');
});

test('[PTH-R22] a variable that is not set stays, text with percent signs stays, and names have no case', () => {
  const printed = [
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\PassThruSupport.05.00\\X',
    '    FUNCTIONLIBRARY    REG_SZ    C:\\100%ProgramFiles%\\x.dll',
  ].join('\n');
  expect(installedLibraries(printed, 64, variable)).toEqual([{ name: 'X', library: 'C:\\100%ProgramFiles%\\x.dll' }]);
  expect(installedLibraries(printed.replace('REG_SZ', 'REG_EXPAND_SZ'), 64, () => undefined)).toMatchObject([
    { library: 'C:\\100%ProgramFiles%\\x.dll' },
  ]);
});

test('[PTH-R22] nothing printed makes it throw, and what it keeps is bounded', () => {
  const key = 'HKEY_X\\K\n    FunctionLibrary    REG_SZ    C:\\x.dll\n';
  expect(installedLibraries(key.repeat(1000), 64, variable)).toHaveLength(64);
  expect(installedLibraries(key.replace('C:\\x', `C:\\${'x'.repeat(5000)}`), 64, variable)).toEqual([]);
  fc.assert(fc.property(fc.string(), (text) => void installedLibraries(`${text}\n${key}${text}`, 32, variable)));
});
