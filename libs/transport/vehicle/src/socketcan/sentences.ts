import type { Millis } from '@baylink/kernel';
import { showHex } from '@baylink/kernel';
import type { LinkError } from '../link.js';

export const notLinux = (platform: string): LinkError => ({
  kind: 'unsupported',
  message: `SocketCAN is a part of Linux and this computer runs ${platform}: use an SLCAN adapter (slcan:PATH) or DoIP.`,
});

export const noLibrary = (why: string): LinkError => ({
  kind: 'unsupported',
  message: `SocketCAN cannot be used because the C library is out of reach (${why}): use an SLCAN adapter (slcan:PATH) or DoIP.`,
});

export const noSocketCan = (cause: string): LinkError => ({
  kind: 'unsupported',
  message: `This kernel has no SocketCAN (${cause}): load it as root with modprobe can-raw, or use an SLCAN adapter (slcan:PATH).`,
});

export const notAllowed = (name: string, cause: string): LinkError => ({
  kind: 'refused',
  message: `This process may not open the CAN interface ${name} (${cause}): allow it CAN sockets, for instance in the rules of its container.`,
});

export const noInterface = (name: string): LinkError => ({
  kind: 'lost',
  message: `There is no network interface ${name}: plug the adapter in and look at its name with ip link.`,
});

export const notCan = (name: string): LinkError => ({
  kind: 'unsupported',
  message: `${name} is a network interface, but not of a CAN bus: name one that ip link shows as link/can.`,
});

export const isDown = (name: string): LinkError => ({
  kind: 'lost',
  message: `The interface ${name} is down: start it as root with ip link set ${name} up type can bitrate 500000.`,
});

export const noFd = (name: string): LinkError => ({
  kind: 'unsupported',
  message: `The interface ${name} carries classic CAN only: start it as root with ip link set ${name} up type can bitrate 500000 dbitrate 2000000 fd on, or leave out fd=on.`,
});

export const unheard = (name: string, id: number): LinkError => ({
  kind: 'refused',
  message: `The link to ${name} hears only the identifiers it was opened for, and ${showHex(id, 3)} is none of them: open it for that one too.`,
});

export const openFailure = (name: string, cause: string): LinkError => ({
  kind: 'lost',
  message: `The CAN interface ${name} cannot be opened (${cause}): look at it with ip -details link show ${name}.`,
});

export const notOpen = (name: string): LinkError => ({
  kind: 'lost',
  message: `The link to the CAN interface ${name} is not open: open it before anything is sent.`,
});

/** What the kernel says when an interface goes away under an open socket, by the name of its `errno`. */
const LOSSES: Readonly<Record<string, (name: string) => string>> = {
  ENETDOWN: (name) =>
    `The interface ${name} went down: start it as root with ip link set ${name} up type can bitrate 500000, then open the link again.`,
  ENODEV: (name) => `The interface ${name} is gone: check the adapter's cable, plug it in and open the link again.`,
  ENXIO: (name) => `The interface ${name} is gone: check the adapter's cable, plug it in and open the link again.`,
};

export function lost(name: string, cause: string): LinkError {
  const message = LOSSES[cause]?.(name) ?? `The interface ${name} failed (${cause}): open the link again.`;
  return { kind: 'lost', message };
}

export const queueFull = (name: string, limit: number): LinkError => ({
  kind: 'refused',
  message: `${limit} frames already wait for the interface ${name}: send no more until some of them are through.`,
});

export const unconfirmed = (name: string, limit: Millis): LinkError => ({
  kind: 'timeout',
  message: `A frame has not left ${name} within ${limit} ms: check that another node is on the bus, with power, termination and the same bit rate.`,
});

export const notWritten = (name: string, cause: string): LinkError => ({
  kind: 'refused',
  message: `The interface ${name} did not take a frame (${cause}): look at it with ip -details -statistics link show ${name}.`,
});

export const overrun = (name: string, count: number): LinkError => ({
  kind: 'protocol',
  message: `${count} frames from ${name} were lost because this computer did not read them in time: close other programs, or hear fewer identifiers.`,
});
