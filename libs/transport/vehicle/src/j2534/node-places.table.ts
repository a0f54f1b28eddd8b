/** `%NAME%` is a variable of the environment; a place of which one is not set does not exist. */
const PLACES: ReadonlyMap<string, readonly string[]> = new Map([
  ['win32 ia32', ['%ProgramFiles(x86)%\\nodejs\\node.exe']],
  ['win32 x64', ['%ProgramW6432%\\nodejs\\node.exe', '%ProgramFiles%\\nodejs\\node.exe']],
  ['linux ia32', ['/opt/node-ia32/bin/node']],
  ['darwin x64', ['/usr/local/bin/node']],
]);

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the installer puts a Node.js of another processor than this one's, the likeliest place first. */
export function nodePlaces(platform: string, architecture: string, environment: Environment): readonly string[] {
  const places = PLACES.get(`${platform} ${architecture}`) ?? [];
  return places.map((place) => filled(place, environment)).filter((place) => place !== undefined);
}

function filled(place: string, environment: Environment): string | undefined {
  const names = [...place.matchAll(/%([^%]+)%/g)].map(([, name = '']) => name);
  if (names.some((name) => environment[name] === undefined)) return undefined;
  return place.replaceAll(/%([^%]+)%/g, (_, name: string) => environment[name] ?? '');
}
