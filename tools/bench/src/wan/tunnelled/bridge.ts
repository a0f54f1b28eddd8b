import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { type Clock, concat, readUint, uintBytes } from '@baylink/kernel';
import { baseFrame } from '@baylink/protocols/can';
import type { UnitAddress } from '@baylink/transport-vehicle';
import { openIsoTpLink } from '@baylink/transport-vehicle/iso-tp';
import { openSlcanLink } from '@baylink/transport-vehicle/slcan';
import { hearRecords, sendRecord } from './records.js';

/** What goes over the line by itself: each UDS message, or each CAN frame behind four bytes of identifier. */
export type TunnelMode = 'requests' | 'frames';

export interface Bridge {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The shop's side of what Baylink does not do: bytes of somebody far away go to the car as they come. It lives in this bench
 * alone, and only a virtual car is ever behind it.
 */
export async function openBridge(
  mode: TunnelMode,
  place: { host: string; path: string; unit: UnitAddress; clock: Clock },
): Promise<Bridge> {
  const { host, path, unit, clock } = place;
  const can = openSlcanLink({ path, clock });
  const link = mode === 'requests' ? openIsoTpLink({ canLink: can, units: [unit], clock }) : undefined;
  let far: Socket | undefined;
  const pass = (bytes: Uint8Array): void => {
    if (far !== undefined) sendRecord(far, bytes);
  };
  if (link === undefined)
    can.listen((event) => {
      if (event.kind === 'frame') pass(concat(uintBytes(event.frame.id, 4), event.frame.data));
    });
  else
    link.listen((event) => {
      if (event.kind === 'message') pass(event.bytes);
    });
  const opened = await (link ?? can).open();
  if (!opened.ok) throw new Error(opened.error.message);
  const server = createServer({ noDelay: true }, (socket) => {
    far = socket;
    socket.on('error', () => undefined);
    hearRecords(socket, (bytes) => {
      if (link === undefined) void can.send(baseFrame(readUint(bytes, 0, 4) ?? 0, bytes.slice(4)));
      else void link.send({ to: 'unit', unit }, bytes.slice());
    });
  });
  server.listen(0, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      far?.destroy();
      server.close();
      await (link ?? can).close();
    },
  };
}
