import { err, errorText, ok, type Result } from '@baylink/kernel';
import { listSerialPorts } from '@baylink/transport-vehicle/serial';

const NO_LISTING = 'name the ports instead, as in: baylink discover /dev/ttyUSB0';

/** Serial ports that the system knows. On Linux its device manager is asked. */
export async function serialPorts(): Promise<Result<readonly string[], string>> {
  try {
    return ok(await listSerialPorts());
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return err(
      missing
        ? `Serial ports cannot be listed because udevadm is missing: install udev, or ${NO_LISTING}.`
        : `Serial ports cannot be listed (${errorText(cause)}): ${NO_LISTING}.`,
    );
  }
}
