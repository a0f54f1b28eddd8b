/**
 * The disk as those see it who must know what survives a power cut. What was written is in the page cache; it is on the
 * disk after `sync` of its file, and found under its name after `syncFolder` of the folder. Whatever the disk refuses is a
 * rejection with an `Error` (EIO, ENOSPC, ...). Paths are those of the operating system.
 */
export interface Disk {
  /** With every folder above it, for this user alone. */
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, sorted; none for a folder that is not there. */
  names(folder: string): Promise<readonly string[]>;
  /** Bytes in a file; `undefined` when there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** The whole file; `undefined` when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** `append` keeps what is there, `replace` begins with an empty file; either creates it for this user alone. */
  open(path: string, mode: 'append' | 'replace'): Promise<DiskFile>;
  /** Replaces `to` at once. */
  rename(from: string, to: string): Promise<void>;
  /** No failure when there is no such file. */
  remove(path: string): Promise<void>;
  truncate(path: string, size: number): Promise<void>;
  syncFolder(path: string): Promise<void>;
  /** A file whose bytes have to be there before the caller goes on; creates it, and its folder, for this user alone. */
  openRecord(path: string): RecordFile;
}

export interface DiskFile {
  /** Behind what is there. */
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** The same without promises: each call has happened when it returns, and throws what the disk refuses. */
export interface RecordFile {
  readonly size: number;
  append(bytes: Uint8Array): void;
  /** `length` bytes from `position`; fewer at the end of the file. */
  read(position: number, length: number): Uint8Array;
  truncate(size: number): void;
  sync(): void;
  close(): void;
}
