import { err, ok, type Result } from '@baylink/kernel';
import type { NonVolatile, ScriptEntry } from '@baylink/twin';
import { DOIP_PORT } from './doip/endpoint.js';
import { ENTRANCE_NAMES, type EntranceName } from './entrances.table.js';
import { loadScript } from './script/script-file.js';
import { type DumpTarget, parseDump } from './storage/dump.js';
import { engineWith } from './storage/initial-image.js';
import { loadMemories } from './storage/state-folder.js';

/** Where testers shall reach the car, each as its flag has it. Without any, and without `attach`, DoIP's own port. */
export type WantedEntrances = Readonly<Partial<Record<EntranceName, string>>>;

/** As the command line has them; texts are parsed here and nowhere else. */
export interface VehicleOptions extends WantedEntrances {
  /** slcan:PATH of a bus to join. */
  readonly attach?: string;
  readonly script?: string;
  /** Of every unit. */
  readonly dialect?: string;
  /** UNIT:FILE, any number. */
  readonly dump?: readonly string[];
  readonly state?: string;
  /** First application of the engine unit; a unit that is in `state` already keeps its own. */
  readonly image?: string;
  readonly control?: string;
  readonly meter?: string;
}

/** The standards that units can speak. */
export const DIALECTS = ['uds', 'kwp2000'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface ParsedOptions {
  readonly dialect: Dialect;
  readonly entrances: WantedEntrances;
  readonly attach: string | undefined;
  readonly script: readonly ScriptEntry[];
  readonly dumps: readonly DumpTarget[];
  readonly state: string | undefined;
  readonly memories: ReadonlyMap<string, NonVolatile>;
  readonly control: string | undefined;
  readonly meter: string | undefined;
}

const DEFAULT_ENTRANCE: WantedEntrances = { doip: `127.0.0.1:${DOIP_PORT}` };

/** Everything that can be wrong before anything is opened: the first fault as one sentence. */
export function parseOptions(options: VehicleOptions): Result<ParsedOptions, string> {
  const dumps: DumpTarget[] = [];
  for (const text of options.dump ?? []) {
    const target = parseDump(text);
    if (!target.ok) return target;
    dumps.push(target.value);
  }
  const script = options.script === undefined ? ok([]) : loadScript(options.script);
  if (!script.ok) return script;
  const dialect = DIALECTS.find((name) => name === (options.dialect ?? 'uds'));
  if (dialect === undefined)
    return err(`--dialect ${options.dialect}: units speak ${DIALECTS.join(' or ')}; write one of them.`);
  const memories = firstMemories(options);
  if (!memories.ok) return memories;
  const alone = options.attach === undefined && ENTRANCE_NAMES.every((name) => options[name] === undefined);
  return ok({
    dialect,
    entrances: alone ? DEFAULT_ENTRANCE : options,
    attach: options.attach,
    script: script.value,
    dumps,
    state: options.state,
    memories: memories.value,
    control: options.control,
    meter: options.meter,
  });
}

function firstMemories({ state, image }: VehicleOptions): Result<ReadonlyMap<string, NonVolatile>, string> {
  const memories = new Map<string, NonVolatile>();
  if (image !== undefined) {
    const engine = engineWith(image);
    if (!engine.ok) return engine;
    memories.set('engine', engine.value);
  }
  if (state === undefined) return ok(memories);
  const stored = loadMemories(state);
  return stored.ok ? ok(new Map([...memories, ...stored.value])) : err(stored.error);
}
