import { type Clock, err, ok, type Result } from '@baylink/kernel';
import type { CanLink } from '@baylink/transport-vehicle';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import { openSocketCanLink } from '@baylink/transport-vehicle/socketcan';
import type { RunningCar } from '@baylink/twin';
import type { Port } from '../port.js';

const NODE = 'attached';
const KINDS: Readonly<Record<string, (address: string, clock: Clock) => CanLink>> = {
  slcan: (path, clock) => openSlcanLink({ path, clock }),
  socketcan: (name, clock) => openSocketCanLink({ name, clock }),
};

/** "slcan:/dev/ttyACM0": the car's units join the bus behind that adapter. */
export async function attach(spec: string, car: RunningCar, clock: Clock): Promise<Result<Port, string>> {
  const [, kind = '', address = ''] = /^([a-z]+):(.+)$/.exec(spec) ?? [];
  const make = KINDS[kind];
  if (make === undefined || address === '')
    return err(
      `"${spec}" is not a bus that the vehicle can join: write slcan:PATH or socketcan:INTERFACE, such as slcan:/dev/ttyACM0 or socketcan:can0.`,
    );
  const link = make(address, clock);
  const opened = await link.open();
  if (!opened.ok) return err(opened.error.message);
  return ok(join(link, car));
}

/** Frames leave in order, each when the adapter has taken the one before. */
function join(link: CanLink, car: RunningCar): Port {
  let last: Promise<unknown> = Promise.resolve();
  link.listen((event) => {
    if (event.kind === 'frame') car.feed({ kind: 'frame', from: NODE, frame: event.frame });
  });
  const quiet = car.listen((out) => {
    if (out.kind !== 'frame' || out.from === NODE) return;
    last = last.then(() => link.send(out.frame));
  });
  return {
    close: async () => {
      quiet();
      await link.close();
    },
  };
}
