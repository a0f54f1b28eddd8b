import { read, writeSync } from 'node:fs';

const PACKET_ROOM = 2048;
/** More packets on their way in one direction than any buffer would hold are lost. */
const MOST_ON_THE_WAY = 10_000;

/** Carries packets between two devices as the weather has it, in both directions. Ends when the devices do. */
export function joinEnds([near, far], weather, now = () => performance.now()) {
  carry(near, new Way(far, now), (at) => weather.fate(at, 0), now);
  carry(far, new Way(near, now), (at) => weather.fate(at, 1), now);
}

function carry(from, way, fate, now) {
  const buffer = Buffer.alloc(PACKET_ROOM);
  read(from, buffer, 0, PACKET_ROOM, null, (failure, length) => {
    if (failure !== null) return;
    const due = fate(now());
    if (due !== undefined) way.send(buffer.subarray(0, length), due);
    carry(from, way, fate, now);
  });
}

/** Packets on their way to one device, first in, first out: their times never decrease. */
class Way {
  #packets = [];
  #timer;

  constructor(fd, now) {
    this.fd = fd;
    this.now = now;
  }

  send(packet, due) {
    if (this.#packets.length >= MOST_ON_THE_WAY) return;
    this.#packets.push({ packet, due });
    if (this.#timer === undefined) this.#deliver();
  }

  #deliver() {
    this.#timer = undefined;
    const now = this.now();
    while (this.#packets.length > 0 && this.#packets[0].due <= now) this.#hand(this.#packets.shift().packet);
    if (this.#packets.length > 0) this.#timer = setTimeout(() => this.#deliver(), this.#packets[0].due - now);
  }

  /** A device that is gone, or full, loses packets as a network does. */
  #hand(packet) {
    try {
      writeSync(this.fd, packet);
    } catch {
      // lost
    }
  }
}
