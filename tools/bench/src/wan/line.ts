import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import type { Elsewhere, ShopsWay } from '@baylink/demo';

/** Round trip in ms, loss in percent, and whether anything gets through at all. */
export interface Weather {
  readonly rtt: number;
  readonly loss: number;
  readonly cut: boolean;
}

/** The line between the shop on this side and broker and expert on the other. */
export interface Line {
  /** In words, for what is told. */
  readonly name: string;
  /** This end's own address. */
  readonly near: string;
  /** What starts programs at the other end. */
  readonly command: readonly string[];
  /** What a house needs to be on both sides of it. */
  readonly house: { readonly elsewhere?: Elsewhere; readonly shopsWay?: ShopsWay };
  /** Holds from now on, in both directions. */
  change(weather: Weather): Promise<void>;
  /** The port at `near` under which the other end reaches this one of ours over the line. */
  through(port: number): Promise<number>;
  close(): Promise<void>;
}

/** The line that `tools/wan-box` has put this process at the near end of; `undefined` outside of such a box. */
export function surroundingBox(env = process.env): Line | undefined {
  const { WAN_BOX_NEAR: near, WAN_BOX_FAR: far, WAN_BOX_FAR_NET: farNet, WAN_BOX_CONTROL: control } = env;
  if (near === undefined || far === undefined || farNet === undefined || control === undefined) return undefined;
  const command = ['nsenter', `--net=${farNet}`, '--'];
  return {
    name: 'two networks with a line of packets between them',
    near,
    command,
    house: { elsewhere: { command, host: far } },
    async change(weather) {
      const socket = createConnection(control);
      socket.write(`${JSON.stringify(weather)}\n`);
      await once(createInterface({ input: socket }), 'line');
      socket.destroy();
    },
    through: async (port) => port,
    close: async () => undefined,
  };
}
