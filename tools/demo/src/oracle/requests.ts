import type { TapForm } from '../house/ways-in.table.js';
import { doipRequests } from './doip.js';
import { elmRequests } from './elm.js';
import { kLineRequests } from './k-line.js';
import { slcanRequests } from './slcan.js';
import type { TapChunk } from './tap.js';
import { wholeMessages } from './whole-messages.js';

/** A diagnostic request as it left the shop client, and when its first byte did. */
export interface TappedRequest {
  readonly at: bigint;
  readonly bytes: Buffer;
}

const DISCOVERY_CHANNEL = 'doip-udp';

const READERS: { readonly [form in TapForm]: (chunks: readonly TapChunk[]) => readonly TappedRequest[] } = {
  slcan: slcanRequests,
  elm: elmRequests,
  doip: doipRequests,
  'k-line': kLineRequests,
  'whole-messages': wholeMessages,
};

/** Every request on the wire, put together again from what the driver was given. Made without a line of the product's code. */
export function requestsOf(chunks: readonly TapChunk[], forms: ReadonlyMap<string, TapForm>): readonly TappedRequest[] {
  const sent = chunks.filter(({ direction }) => direction === 'tx');
  const channels = new Set(sent.map(({ channel }) => channel));
  const requests: TappedRequest[] = [];
  for (const channel of channels) {
    const own = sent.filter((chunk) => chunk.channel === channel);
    if (channel === DISCOVERY_CHANNEL) continue;
    const form = forms.get(channel);
    if (form === undefined) throw new Error(`the tap has a channel that nobody knows: ${channel}`);
    requests.push(...READERS[form](own));
  }
  return requests.sort((a, b) => (a.at < b.at ? -1 : 1));
}
