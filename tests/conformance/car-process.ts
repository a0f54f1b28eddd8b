import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(import.meta.dirname, '../../apps/virtual-vehicle/dist/main.js');
const UNITS = 3;

type Line =
  | { readonly event: 'ready'; readonly doip: { readonly port: number } }
  | { readonly event: 'report'; readonly kind: string };

/** The built virtual vehicle as a process of its own, in a folder of its own, with all its units started. */
export class CarProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly doipPort: number,
  ) {}

  static async start(): Promise<CarProcess> {
    const folder = mkdtempSync(join(tmpdir(), 'baylink-conformance-'));
    const places = ['--doip', '127.0.0.1:0', '--slcan', join(folder, 'can')];
    const dump = ['--dump', `engine:${join(folder, 'engine.bin')}`];
    const child = spawn(process.execPath, [PROGRAM, ...places, ...dump, '--json'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let port = 0;
    let started = 0;
    for await (const text of createInterface({ input: child.stdout })) {
      const line: Line = JSON.parse(text);
      if (line.event === 'ready') port = line.doip.port;
      else if (line.kind === 'started') started++;
      if (port !== 0 && started === UNITS) break;
    }
    if (started < UNITS) throw new Error('The vehicle ended before its units had started; is it built?');
    child.stdout.resume();
    return new CarProcess(child, folder, port);
  }

  at(name: string): string {
    return join(this.folder, name);
  }

  get serialPath(): string {
    return this.at('can');
  }

  /** Ends the vehicle in order and answers the engine unit's whole flash, from 0x8000 on. */
  async stop(): Promise<Buffer> {
    const exited = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = await exited;
    const flash = code === 0 ? readFileSync(this.at('engine.bin')) : undefined;
    rmSync(this.folder, { recursive: true, force: true });
    if (flash === undefined) throw new Error(`The vehicle ended with ${code}.`);
    return flash;
  }
}
