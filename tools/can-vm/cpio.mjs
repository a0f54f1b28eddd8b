const FOLDER = 0o040755;
const PROGRAM = 0o100755;

/** An archive in the "newc" format of cpio, as kernels unpack it. Entries in order: `{ path }` a folder, `{ path, bytes }` a file. */
export function cpio(entries) {
  const parts = entries.flatMap(({ path, bytes }, at) =>
    record(path, bytes ?? Buffer.alloc(0), bytes === undefined ? FOLDER : PROGRAM, at + 1),
  );
  return Buffer.concat([...parts, ...record('TRAILER!!!', Buffer.alloc(0), 0, 0)]);
}

/** Thirteen numbers of eight hex digits, then the name and the bytes, each filled up to a multiple of four. */
function record(name, bytes, mode, inode) {
  const numbers = [inode, mode, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
  const head = `070701${numbers.map((number) => number.toString(16).padStart(8, '0')).join('')}${name}\0`;
  return [filled(Buffer.from(head, 'latin1')), filled(bytes)];
}

const filled = (bytes) => Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3)]);
