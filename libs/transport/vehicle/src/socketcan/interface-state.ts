import { readFileSync } from 'node:fs';
import { ARPHRD_CAN, CANFD_MTU, IFF_UP } from './kernel-constants.js';

/** What the kernel tells everybody about a network interface. */
export type InterfaceState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'not-can' }
  | { readonly kind: 'down' }
  | { readonly kind: 'up'; readonly fd: boolean };

/** Names that the kernel allows for an interface: no folder can be reached through them. (linux/if.h IFNAMSIZ) */
const NAME = /^(?!\.{1,2}$)[^/\s:]{1,15}$/;

export function readInterface(name: string, folder = '/sys/class/net'): InterfaceState {
  if (!NAME.test(name)) return { kind: 'absent' };
  try {
    const read = (file: string): number => Number(readFileSync(`${folder}/${name}/${file}`, 'utf8').trim());
    if (read('type') !== ARPHRD_CAN) return { kind: 'not-can' };
    if ((read('flags') & IFF_UP) === 0) return { kind: 'down' };
    return { kind: 'up', fd: read('mtu') >= CANFD_MTU };
  } catch {
    return { kind: 'absent' };
  }
}
