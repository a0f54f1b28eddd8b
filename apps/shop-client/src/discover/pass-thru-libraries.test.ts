import { expect, test } from 'vitest';
import { passThruLibraries } from './pass-thru-libraries.js';

const entry = (name: string, library: string): string =>
  `HKEY_LOCAL_MACHINE\\SOFTWARE\\PassThruSupport\\${name}\r\n    FunctionLibrary    REG_SZ    ${library}\r\n`;

test('[SHP-R67] libraries of both versions are found in both registries, each path once', async () => {
  const asked: string[] = [];
  const found = await passThruLibraries(async (key, view) => {
    asked.push(`${key} ${view}`);
    if (key.endsWith('05.00')) return entry('New', 'C:\\new.dll');
    return view === 32 ? entry('Old', 'C:\\Windows\\System32\\old32.dll') : entry('Same', 'C:\\NEW.dll');
  });
  expect(asked).toEqual([
    'HKLM\\SOFTWARE\\PassThruSupport.04.04 64',
    'HKLM\\SOFTWARE\\PassThruSupport.04.04 32',
    'HKLM\\SOFTWARE\\PassThruSupport.05.00 64',
    'HKLM\\SOFTWARE\\PassThruSupport.05.00 32',
  ]);
  expect(found).toEqual([
    { name: 'New', library: 'C:\\new.dll' },
    { name: 'Old', library: 'C:\\Windows\\SysWOW64\\old32.dll' },
  ]);
});

test('[SHP-R67] where there is no registry there is nothing in it', async () => {
  if (process.platform !== 'win32') expect(await passThruLibraries()).toEqual([]);
});
