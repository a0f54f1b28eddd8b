import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import type { Elsewhere } from '@baylink/demo';

/** Round trip and jitter in ms, loss in percent. */
export interface Weather {
  readonly rtt: number;
  readonly loss: number;
  readonly cut: boolean;
}

/** The line that `tools/wan-box` has put this process at the near end of. */
export interface Box {
  /** This end's own address. */
  readonly near: string;
  readonly elsewhere: Elsewhere;
  /** Holds from now on, in both directions. */
  change(weather: Weather): Promise<void>;
}

/** `undefined` outside of such a box. */
export function surroundingBox(env = process.env): Box | undefined {
  const { WAN_BOX_NEAR: near, WAN_BOX_FAR: far, WAN_BOX_FAR_NET: farNet, WAN_BOX_CONTROL: control } = env;
  if (near === undefined || far === undefined || farNet === undefined || control === undefined) return undefined;
  return {
    near,
    elsewhere: { command: ['nsenter', `--net=${farNet}`, '--'], host: far },
    async change(weather) {
      const socket = createConnection(control);
      socket.write(`${JSON.stringify(weather)}\n`);
      await once(createInterface({ input: socket }), 'line');
      socket.destroy();
    },
  };
}
