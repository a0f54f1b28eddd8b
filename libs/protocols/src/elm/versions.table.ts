/** Versions of the ELM327 that were made, oldest first. (ELM327 data sheets) */
export const MADE_VERSIONS = [
  '1.0',
  '1.0a',
  '1.1',
  '1.2',
  '1.2a',
  '1.3',
  '1.3a',
  '1.4',
  '1.4b',
  '2.0',
  '2.1',
  '2.2',
  '2.3',
] as const;
export type MadeVersion = (typeof MADE_VERSIONS)[number];

/** A command that changes nothing that the link does not set anyway, and the version that brought it. */
export interface Probe {
  readonly command: string;
  readonly since: MadeVersion;
}

/** Asked at every opening. A version knows every command of the versions before it. (ELM327: AT Command Summary) */
export const PROBES: readonly Probe[] = [
  { command: 'AT@1', since: '1.0' },
  { command: 'ATPPS', since: '1.1' },
  { command: 'ATCSM0', since: '1.4b' },
  { command: 'ATIGN', since: '1.4' },
  { command: 'ATRD', since: '1.4' },
  { command: 'ATAMC', since: '2.0' },
];

/** Known to no adapter: one that says OK to it says OK to everything. */
export const NO_COMMAND = 'ATQQ';

const rank = (version: MadeVersion): number => MADE_VERSIONS.indexOf(version);

export const isMade = (version: string): version is MadeVersion => MADE_VERSIONS.some((made) => made === version);

/** True when an adapter of this version knows everything that came with `since`. */
export const includes = (version: MadeVersion, since: MadeVersion): boolean => rank(version) >= rank(since);
