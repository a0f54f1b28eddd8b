import { type Clock, DrivenMachine, unreachable } from '@baylink/kernel';
import {
  ADAPTER_START,
  type AdapterInput,
  type AdapterOut,
  type AdapterState,
  elmAdapter,
  type Personality,
} from '@baylink/protocols/elm';
import type { RunningCar } from '@baylink/twin';

/** An ELM327 in the car's plug: one end of its serial line. */
export interface PluggedAdapter {
  received(bytes: Uint8Array): void;
  unplug(): void;
}

/** Plugs an adapter in. `node` is its name on the car's bus; what it says goes to `write`. */
export function plugIn(
  car: RunningCar,
  clock: Clock,
  who: Personality,
  node: string,
  write: (bytes: Uint8Array) => void,
): PluggedAdapter {
  const perform = (out: AdapterOut): void => {
    switch (out.kind) {
      case 'write':
        write(out.bytes);
        return;
      case 'transmit':
        car.feed({ kind: 'frame', from: node, frame: out.frame });
        return;
      case 'measure':
        adapter.feed({ kind: 'voltage', value: car.voltage() });
        return;
      default:
        unreachable(out);
    }
  };
  const adapter = new DrivenMachine<AdapterState, AdapterInput, AdapterOut>(
    elmAdapter(who),
    ADAPTER_START,
    clock,
    { kind: 'tick' },
    perform,
  );
  const quiet = car.listen((out) => {
    if (out.kind !== 'frame') return;
    adapter.feed(out.from === node ? { kind: 'transmitted' } : { kind: 'bus', frame: out.frame });
  });
  return {
    received: (bytes) => adapter.feed({ kind: 'received', bytes }),
    unplug: () => {
      quiet();
      adapter.stop();
    },
  };
}
