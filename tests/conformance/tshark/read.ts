import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MALFORMED = '_ws.malformed';

export const whyNoTshark = (): string | undefined =>
  spawnSync('tshark', ['--version']).status === 0
    ? undefined
    : 'Skipped: this machine has no tshark; as root on Debian, npm test installs it.';

/** What Wireshark's dissectors make of a capture: the wanted fields of each packet, and whether one of them was malformed. */
export function readCapture<Field extends string>(
  capture: Uint8Array,
  fields: readonly Field[],
  options: readonly string[] = [],
): readonly ({ readonly [field in Field]: string } & { readonly malformed: boolean })[] {
  const folder = mkdtempSync(join(tmpdir(), 'baylink-tshark-'));
  try {
    const file = join(folder, 'capture.pcap');
    writeFileSync(file, capture);
    const wanted = [...fields, MALFORMED].flatMap((field) => ['-e', field]);
    const text = execFileSync('tshark', ['-r', file, ...options, '-T', 'fields', ...wanted], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
    return text
      .split('\n')
      .slice(0, -1)
      .map((line) => {
        const values = line.split('\t');
        const named = Object.fromEntries(fields.map((field, i) => [field, values[i] ?? '']));
        return { ...(named as { [field in Field]: string }), malformed: (values[fields.length] ?? '') !== '' };
      });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
