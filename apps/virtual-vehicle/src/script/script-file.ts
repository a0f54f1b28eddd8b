import { readFileSync } from 'node:fs';
import { err, errorText, type Result } from '@baylink/kernel';
import { parseScript, type ScriptEntry } from '@baylink/twin';

/** A JSON array of entries, or one entry a line. */
export function loadScript(path: string): Result<readonly ScriptEntry[], string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    return err(`--script ${path} cannot be read (${errorText(cause)}): check the path.`);
  }
  const script = parseScript(text);
  return script.ok ? script : err(`--script ${path}: ${script.error}.`);
}
