import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

/**
 * The host of pass-thru libraries as one script from the sources as they are now: a child process reads no TypeScript.
 * It lies in `cache`, below or beside the node_modules folder where its own imports are found. Resolves to its path,
 * alone in a folder that the caller removes.
 */
export async function passThruHostScript(cache = join(ROOT, 'node_modules/.cache/baylink')): Promise<string> {
  mkdirSync(cache, { recursive: true });
  const outDir = mkdtempSync(join(cache, 'pass-thru-host-'));
  // Only here, so that other tests do not wait for it.
  const { build } = await import('vite');
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['@baylink/source', 'module', 'node'] },
    ssr: { noExternal: [/^@baylink\//], resolve: { conditions: ['@baylink/source', 'module', 'node'] } },
    build: {
      ssr: join(ROOT, 'libs/transport/vehicle/src/j2534/host/main.ts'),
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'main.mjs' } },
    },
  });
  return join(outDir, 'main.mjs');
}
