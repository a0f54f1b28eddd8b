import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '@baylink/kernel';
import type { BinaryClass } from '@baylink/protocols/j2534';
import type { LinkError } from '../link.js';
import { nodePlaces } from './node-places.table.js';
import * as say from './sentences.js';

export interface RuntimeWanted {
  readonly library: string;
  readonly made: BinaryClass;
  /** `?node=`: taken, or refused, and no other is looked for. */
  readonly node: string | undefined;
  /** Where the usual places are, likeliest first; those of this computer unless told. */
  readonly places?: readonly string[];
  readonly hostScript: string;
}

const run = promisify(execFile);
const LIMIT = 10_000;
/** Loads what the host loads, from where the host is. */
const PROBE = `let binding=true;try{require('node:module').createRequire(process.argv[1])('koffi')}catch{binding=false}
process.stdout.write(JSON.stringify({architecture:process.arch,binding}))`;

/**
 * The program that runs the host of a library: the one that was named, this one where the library fits it, otherwise the
 * first at a usual place that fits. `undefined` is this one.
 */
export async function chooseRuntime(wanted: RuntimeWanted): Promise<Result<string | undefined, LinkError>> {
  const { library, made, node, hostScript } = wanted;
  if (node === undefined && made.architecture === process.arch) return ok(undefined);
  const usual = wanted.places ?? nodePlaces(process.platform, made.architecture, process.env);
  const candidates = node === undefined ? usual.filter(existsSync) : [node];
  let found = { node: 'this Node.js', architecture: String(process.arch) };
  for (const candidate of candidates) {
    const probed = await probe(candidate, hostScript);
    if (!probed.ok && node !== undefined) return probed;
    if (!probed.ok) continue;
    const { architecture, binding } = probed.value;
    found = { node: candidate, architecture };
    if (architecture !== made.architecture) continue;
    return binding ? ok(candidate) : err(say.noBinding(candidate, bindingPackage(architecture, hostScript)));
  }
  return err(say.wrongProcessor(library, made, found, usual[0]));
}

interface Probed {
  readonly architecture: string;
  readonly binding: boolean;
}

async function probe(node: string, hostScript: string): Promise<Result<Probed, LinkError>> {
  try {
    const { stdout } = await run(node, ['-e', PROBE, hostScript], { timeout: LIMIT });
    const said: unknown = JSON.parse(stdout);
    return isProbed(said) ? ok(said) : err(say.noNode(node, 'it does not say for which processor it is'));
  } catch (cause) {
    return err(
      say.noNode(node, cause instanceof Error && 'code' in cause ? String(cause.code) : 'it says nothing of itself'),
    );
  }
}

const isProbed = (said: unknown): said is Probed =>
  typeof said === 'object' &&
  said !== null &&
  'architecture' in said &&
  typeof said.architecture === 'string' &&
  'binding' in said &&
  typeof said.binding === 'boolean';

/** npm installs the binding of its own processor only; the other one is a package of its own, of the same version. */
function bindingPackage(architecture: string, hostScript: string): string {
  const entry = createRequire(hostScript).resolve('koffi');
  const about: unknown = JSON.parse(readFileSync(join(entry, '../package.json'), 'utf8'));
  const version = typeof about === 'object' && about !== null && 'version' in about ? `@${about.version}` : '';
  return `@koromix/koffi-${process.platform}-${architecture}${version}`;
}
