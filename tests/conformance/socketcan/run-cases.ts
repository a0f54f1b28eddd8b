import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { runInVm, whyNoVm } from '../../../tools/can-vm/can-vm.mjs';

const ROOT = join(import.meta.dirname, '../../..');
/** Beside the packages, so that what is not bundled is found. */
const BUILT = join(ROOT, 'node_modules/.cache/baylink/socketcan-cases');
const REPORTER = join(import.meta.dirname, 'reporter.mjs');
/** Of this computer's clock; inside the emulated machine less passes. */
const SECONDS = 600;
const call = promisify(execFile);

export interface CaseResult {
  readonly name: string;
  readonly milliseconds: number;
  /** Present when it failed. */
  readonly why?: string;
}

export interface CasesRun {
  readonly results: readonly CaseResult[];
  /** What went wrong beside the cases, or `undefined`. */
  readonly trouble: string | undefined;
}

/** Why no kernel with SocketCAN can be had here, in one sentence; `undefined` when one can. */
export async function whyNoKernel(): Promise<string | undefined> {
  if (!existsSync('/usr/bin/isotpsend'))
    return 'No can-utils, the foreign side of these tests: on Debian or Ubuntu install can-utils.';
  return (await kernelHasCan()) ? undefined : whyNoVm();
}

/** All cases in one process: in this kernel when it makes virtual buses for us, otherwise in a machine that has one. */
export async function runCases(): Promise<CasesRun> {
  await bundle();
  const command = [process.execPath, '--test-force-exit', `--test-reporter=${REPORTER}`, join(BUILT, 'cases.js')];
  let output = '';
  const hear = (bytes: Buffer): void => {
    output += bytes.toString();
  };
  const ended = (await kernelHasCan())
    ? { code: await exitOf(spawn(process.execPath, command.slice(1), { cwd: ROOT }), hear), sentence: undefined }
    : await runInVm(command, { seconds: SECONDS, hear });
  const lines = output.split('\n');
  const results: CaseResult[] = lines
    .filter((line) => line.startsWith('@case '))
    .map((line) => JSON.parse(line.slice('@case '.length)));
  const said = lines.filter((line) => line !== '' && !line.startsWith('@case ')).slice(-40);
  const failed = results.some(({ why }) => why !== undefined);
  const strange = ended.sentence !== undefined || results.length === 0 || (ended.code !== 0) !== failed;
  return {
    results,
    trouble: strange ? `${ended.sentence ?? ''} exit code ${ended.code}\n${said.join('\n')}` : undefined,
  };
}

async function kernelHasCan(): Promise<boolean> {
  const name = `vc${process.pid % 1_000_000}`;
  try {
    await call('ip', ['link', 'add', name, 'type', 'vcan']);
    await call('ip', ['link', 'del', name]);
    return existsSync('/proc/net/can/stats') && existsSync('/sys/module/can_isotp');
  } catch {
    return false;
  }
}

function exitOf(child: ChildProcess, hear: (bytes: Buffer) => void): Promise<number> {
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** The vehicle is bundled as well: on an emulated processor it takes long to find its packages. */
const INPUTS = {
  cases: join(import.meta.dirname, 'cases/index.ts'),
  vehicle: join(ROOT, 'apps/virtual-vehicle/src/main.ts'),
};
const conditions = ['@baylink/source', 'module', 'node'];

async function bundle(): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    resolve: { conditions, alias: { vitest: join(import.meta.dirname, 'vitest-on-node.ts') } },
    ssr: { noExternal: true, external: ['koffi', 'serialport', '@serialport/bindings-cpp'], resolve: { conditions } },
    build: {
      ssr: true,
      outDir: BUILT,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      rollupOptions: { input: INPUTS, output: { entryFileNames: '[name].js' } },
    },
  });
}
