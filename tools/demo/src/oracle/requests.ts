import { doipRequests } from './doip.js';
import { slcanRequests } from './slcan.js';
import type { TapChunk } from './tap.js';

/** A diagnostic request as it left the shop client, and when its first byte did. */
export interface TappedRequest {
  readonly at: bigint;
  readonly bytes: Buffer;
}

const DOIP_CHANNEL = 'doip-tcp';
const DISCOVERY_CHANNEL = 'doip-udp';

/** Every request on the wire, put together again from what the driver was given. Made without a line of the product's code. */
export function requestsOf(chunks: readonly TapChunk[]): readonly TappedRequest[] {
  const sent = chunks.filter(({ direction }) => direction === 'tx');
  const channels = new Set(sent.map(({ channel }) => channel));
  const requests: TappedRequest[] = [];
  for (const channel of channels) {
    const own = sent.filter((chunk) => chunk.channel === channel);
    if (channel === DISCOVERY_CHANNEL) continue;
    requests.push(...(channel === DOIP_CHANNEL ? doipRequests(own) : slcanRequests(own)));
  }
  return requests.sort((a, b) => (a.at < b.at ? -1 : 1));
}
