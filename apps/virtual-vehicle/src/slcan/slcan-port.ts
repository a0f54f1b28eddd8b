import { type Clock, DrivenMachine, ok, type Result, unreachable } from '@baylink/kernel';
import {
  ADAPTER_DEFAULTS,
  ADAPTER_START,
  type AdapterInput,
  type AdapterOut,
  ready,
  slcanAdapter,
} from '@baylink/protocols/slcan';
import type { RunningCar } from '@baylink/twin';
import type { Entrance, EntranceKind } from '../port.js';
import { openPty } from '../pty/index.js';

const NODE = 'slcan';

/**
 * A LAWICEL adapter on a pseudo-terminal at `path`, with the car on its bus. The adapter takes no more from its host
 * than the bus carries: while its transmit queue is full, the terminal is not read.
 */
export const slcanEntrance: EntranceKind = {
  title: 'SLCAN',
  flag: '--slcan <path>',
  help: 'a LAWICEL adapter on a pseudo-terminal, linked at this path',
  open: openSlcanPort,
};

async function openSlcanPort(path: string, car: RunningCar, clock: Clock): Promise<Result<Entrance, string>> {
  const opened = await openPty(path);
  if (!opened.ok) return opened;
  const pty = opened.value;

  const perform = (out: AdapterOut): void => {
    switch (out.kind) {
      case 'write':
        pty.write(out.bytes);
        return;
      case 'transmit':
        car.feed({ kind: 'frame', from: NODE, frame: out.frame });
        return;
      case 'remote':
      case 'channel':
        return;
      default:
        unreachable(out);
    }
  };

  // The adapter has no timer; this is an input that changes nothing.
  const nothing: AdapterInput = { kind: 'received', bytes: new Uint8Array() };
  const adapter = new DrivenMachine(slcanAdapter(ADAPTER_DEFAULTS), ADAPTER_START, clock, nothing, perform);
  const feed = (input: AdapterInput): void => {
    adapter.feed(input);
    if (ready(adapter.state)) pty.resume();
    else pty.pause();
  };

  const quiet = car.listen((out) => {
    if (out.kind !== 'frame') return;
    feed(out.from === NODE ? { kind: 'transmitted' } : { kind: 'bus', frame: out.frame });
  });
  pty.listen((bytes) => feed({ kind: 'received', bytes }));
  return ok({
    place: { path, device: pty.device },
    shown: `${path} (${pty.device})`,
    close: async () => {
      quiet();
      adapter.stop();
      pty.close();
    },
  });
}
