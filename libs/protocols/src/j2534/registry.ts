/** A pass-thru library that a maker's installer has entered in the registry of Windows. */
export interface InstalledLibrary {
  /** What the maker calls the adapter. */
  readonly name: string;
  readonly library: string;
}

/** Where installers enter them, below HKEY_LOCAL_MACHINE. (J2534-1 registry, 04.04 and 05.00) */
export const REGISTRY_KEYS = ['SOFTWARE\\PassThruSupport.04.04', 'SOFTWARE\\PassThruSupport.05.00'] as const;

/** Windows keeps two registries: the one of 32-bit programs is below Wow6432Node. */
export type RegistryView = 32 | 64;

const LONGEST_PATH = 1024;
const MOST_LIBRARIES = 64;
const VALUE = /^\s+(\S.*?)\s{2,}(REG_SZ|REG_EXPAND_SZ)\s{2,}(.*\S)\s*$/;

/**
 * Reads what `reg query KEY /s` prints: a line for each key, and its values below it. A key without a library is none.
 * `variable` gives the value of a variable of the environment, in whatever case it is written.
 */
export function installedLibraries(
  printed: string,
  view: RegistryView,
  variable: (name: string) => string | undefined,
): readonly InstalledLibrary[] {
  const found: InstalledLibrary[] = [];
  for (const block of printed.split(/\r?\n(?=HKEY_)/)) {
    const [key = '', ...lines] = block.trim().split(/\r?\n/);
    const values = new Map(lines.flatMap((line) => valueIn(line, variable)));
    const library = values.get('functionlibrary');
    if (library === undefined || library.length > LONGEST_PATH || found.length >= MOST_LIBRARIES) continue;
    const name = values.get('name') ?? key.slice(key.lastIndexOf('\\') + 1);
    found.push({ name, library: view === 32 ? seenByOthers(library) : library });
  }
  return found;
}

function valueIn(line: string, variable: (name: string) => string | undefined): readonly (readonly [string, string])[] {
  const [, name, kind, text] = VALUE.exec(line) ?? [];
  if (name === undefined || text === undefined) return [];
  const whole = text.replaceAll(/%([^%]+)%/g, (given, inner: string) => variable(inner) ?? given);
  return [[name.toLowerCase(), kind === 'REG_EXPAND_SZ' ? whole : text]];
}

/** A 32-bit program that names System32 is given SysWOW64, which a 64-bit one has to name itself. */
const seenByOthers = (library: string): string => library.replace(/\\system32\\/i, '\\SysWOW64\\');
