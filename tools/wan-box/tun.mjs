import { openSync } from 'node:fs';
import koffi from 'koffi';

/* <linux/if_tun.h> */
const TUNSETIFF = 0x400454ca;
const IFF_TUN = 0x0001;
const IFF_NO_PI = 0x1000;
const IFREQ_BYTES = 40;
const NAME_BYTES = 16;

/** A network device of this name whose packets are read from, and written to, the descriptor: one packet a call. */
export function openTun(name) {
  const ioctl = koffi.load(null).func('int ioctl(int fd, unsigned long request, ...)');
  const fd = openSync('/dev/net/tun', 'r+');
  const request = Buffer.alloc(IFREQ_BYTES);
  request.write(name, 'latin1');
  request.writeUInt16LE(IFF_TUN | IFF_NO_PI, NAME_BYTES);
  if (ioctl(fd, TUNSETIFF, 'void *', request) === 0) return fd;
  throw new Error(
    `The network device ${name} cannot be made (errno ${koffi.errno()}): is there another one of that name?`,
  );
}
