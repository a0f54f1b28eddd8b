import { viewOf } from './message.js';

/** For which kind of process a library was made. `architecture` is Node's word for it. */
export interface BinaryClass {
  readonly format: 'ELF' | 'PE' | 'Mach-O';
  readonly bits: 32 | 64;
  readonly architecture: string;
}

const ELF_MACHINES: ReadonlyMap<number, string> = new Map([
  [3, 'ia32'],
  [40, 'arm'],
  [62, 'x64'],
  [183, 'arm64'],
  [243, 'riscv64'],
]);
const PE_MACHINES: ReadonlyMap<number, string> = new Map([
  [0x14c, 'ia32'],
  [0x1c4, 'arm'],
  [0x8664, 'x64'],
  [0xaa64, 'arm64'],
]);
const MACH_MACHINES: ReadonlyMap<number, string> = new Map([
  [0x0100_0007, 'x64'],
  [0x0100_000c, 'arm64'],
]);

/** As many first bytes of a file as are ever needed. */
export const CLASS_BYTES = 4096;

/** Reads the head of a shared library; `undefined` for anything else. Universal Mach-O files are not told apart. */
export function binaryClass(head: Uint8Array): BinaryClass | undefined {
  if (head.length < 64) return undefined;
  const view = viewOf(head);
  if (view.getUint32(0) === 0x7f45_4c46) return elf(head, view);
  if (view.getUint16(0) === 0x4d5a) return portableExecutable(view);
  if (view.getUint32(0, true) === 0xfeed_facf) return mach(view);
  return undefined;
}

function elf(head: Uint8Array, view: DataView): BinaryClass | undefined {
  const bits = head[4] === 1 ? 32 : head[4] === 2 ? 64 : undefined;
  const architecture = ELF_MACHINES.get(view.getUint16(18, head[5] === 1));
  return bits === undefined || architecture === undefined ? undefined : { format: 'ELF', bits, architecture };
}

function portableExecutable(view: DataView): BinaryClass | undefined {
  const at = view.getUint32(0x3c, true);
  if (at + 6 > view.byteLength || view.getUint32(at) !== 0x5045_0000) return undefined;
  const architecture = PE_MACHINES.get(view.getUint16(at + 4, true));
  if (architecture === undefined) return undefined;
  return { format: 'PE', bits: architecture.endsWith('64') ? 64 : 32, architecture };
}

function mach(view: DataView): BinaryClass | undefined {
  const architecture = MACH_MACHINES.get(view.getUint32(4, true));
  return architecture === undefined ? undefined : { format: 'Mach-O', bits: 64, architecture };
}
