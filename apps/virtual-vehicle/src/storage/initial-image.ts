import { readFileSync } from 'node:fs';
import { err, errorText, ok, type Result, showHex } from '@baylink/kernel';
import { parseFirmware } from '@baylink/protocols/firmware';
import { ENGINE, ENGINE_FLASH, factoryState, type NonVolatile, type Segment } from '@baylink/twin';

/** An engine unit that left the factory with the application in `file` (Intel HEX or S-record). */
export function engineWith(file: string): Result<NonVolatile, string> {
  let content: Uint8Array;
  try {
    content = new Uint8Array(readFileSync(file));
  } catch (cause) {
    return err(`--image ${file} cannot be read (${errorText(cause)}): check the path.`);
  }
  const image = parseFirmware(content);
  if (!image.ok) return err(`--image ${file}: ${image.error.message}`);
  const segments: readonly Segment[] = image.value.segments;
  const end = ENGINE_FLASH.start + ENGINE_FLASH.size;
  const outside = segments.find(({ address, bytes }) => address < ENGINE_FLASH.start || address + bytes.length > end);
  if (outside !== undefined)
    return err(
      `--image ${file} has bytes at ${showHex(outside.address, 8)}, outside the engine's flash ` +
        `${showHex(ENGINE_FLASH.start, 8)} to ${showHex(end, 8)}: give an image that is built for this unit.`,
    );
  return ok(factoryState(ENGINE, segments));
}
