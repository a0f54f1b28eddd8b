/** What is wrong with the name of an entry, as the rest of a sentence; `undefined` for a sound one. */
export function nameFault(name: string): string | undefined {
  if (name === '' || name.length > 255) return `has a name of ${name.length} characters`;
  if ([...name].some((letter) => letter < ' ' || letter === '\x7f')) return 'has control characters in its name';
  if (/^([a-z]:|[/\\])/i.test(name)) return 'has an absolute path';
  if (name.includes('\\')) return 'has a backslash in its name, which some systems take for a folder';
  if (name.split('/').some((part) => part === '..' || part === '.')) return 'leads out of the archive';
  return undefined;
}

/** Text of a stranger for a message. */
export const shownName = (name: string): string => `"${name.slice(0, 60).replace(/[^\x20-\x7e]/g, '.')}"`;
