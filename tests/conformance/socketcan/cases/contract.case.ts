import { systemClock } from '@baylink/kernel/system';
import type { CanFormats } from '@baylink/protocols/can';
import { canLinkContract } from '@baylink/testing';
import { openSocketCanLink } from '@baylink/transport-vehicle/socketcan';
import { makeBus, player, watch } from './buses.js';

/** The other node of the bus is can-utils; the adapter is pulled out by taking the interface away. */
async function subject(formats: CanFormats) {
  const bus = makeBus();
  const [seen, other] = [await watch(bus.name), player(bus.name)];
  return {
    link: openSocketCanLink({ name: bus.name, clock: systemClock(), fd: formats === 'fd' }),
    onBus: async (count: number) => (await seen.until(count)).map(({ frame }) => frame),
    fromBus: other.play,
    cut: bus.remove,
    release: async () => {
      seen.end();
      other.end();
      bus.remove();
    },
  };
}

for (const formats of ['classic', 'fd'] as const)
  canLinkContract(`SocketCAN (${formats})`, () => subject(formats), formats);
