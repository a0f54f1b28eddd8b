import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

/** All nodes of one link: IPv6 has no broadcast. (RFC 4291 2.7.1) */
const ALL_NODES = 'ff02::1';

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * Where a request has to go so that it reaches every network that this machine is on: the broadcast address of each
 * IPv4 network, and all nodes of each link that has IPv6. Each destination once.
 */
export function networkDestinations(interfaces: Interfaces = networkInterfaces()): string[] {
  const destinations = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
    addresses.flatMap((each) => {
      if (each.family === 'IPv4') return [broadcastOf(each.address, each.netmask)];
      return each.internal ? [] : [`${ALL_NODES}%${name}`];
    }),
  );
  return [...new Set(destinations)];
}

/** The last address of a network, such as 192.0.2.255. */
function broadcastOf(address: string, netmask: string): string {
  const mask = netmask.split('.').map(Number);
  return address
    .split('.')
    .map((part, i) => (Number(part) | (~(mask[i] ?? 255) & 0xff)) >>> 0)
    .join('.');
}
