import type { Disk } from '@baylink/kernel';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

/** A disk, and a folder on it that nobody else uses. */
export interface DiskSubject {
  readonly disk: Disk;
  readonly folder: string;
  release(): Promise<void>;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const shown = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes);

/** What every disk must do, in memory or not. What survives a power cut only the one in memory can show. */
export function diskContract(name: string, begin: () => Promise<DiskSubject>): void {
  describe(`${name} keeps the contract of a disk`, () => {
    let subject: DiskSubject;
    let disk: Disk;
    let at: (name: string) => string;
    beforeEach(async () => {
      subject = await begin();
      disk = subject.disk;
      at = (name) => `${subject.folder}/${name}`;
      await disk.makeFolder(subject.folder);
    });
    afterEach(() => subject.release());

    const put = async (path: string, content: string, mode: 'append' | 'replace' = 'append'): Promise<void> => {
      const file = await disk.open(path, mode);
      await file.write(text(content));
      await file.sync();
      await file.close();
    };

    test('what is not there has no size, no bytes and no names, and can be removed', async () => {
      expect(await disk.size(at('none'))).toBeUndefined();
      expect(await disk.read(at('none'))).toBeUndefined();
      expect(await disk.names(at('none'))).toEqual([]);
      await disk.remove(at('none'));
    });

    test('a file is appended to, or begun anew', async () => {
      await put(at('file'), 'one');
      await put(at('file'), 'two');
      expect(shown(await disk.read(at('file')))).toBe('onetwo');
      expect(await disk.size(at('file'))).toBe(6);
      await put(at('file'), 'three', 'replace');
      expect(shown(await disk.read(at('file')))).toBe('three');
    });

    test('a rename replaces, a removal removes, names are sorted', async () => {
      await put(at('b'), 'b');
      await put(at('a'), 'a');
      expect(await disk.names(subject.folder)).toEqual(['a', 'b']);
      await disk.rename(at('a'), at('b'));
      await disk.syncFolder(subject.folder);
      expect(await disk.names(subject.folder)).toEqual(['b']);
      expect(shown(await disk.read(at('b')))).toBe('a');
      await disk.remove(at('b'));
      expect(await disk.names(subject.folder)).toEqual([]);
    });

    test('a rename of nothing is refused', async () => {
      await expect(disk.rename(at('none'), at('b'))).rejects.toMatchObject({ code: 'ENOENT' });
    });

    test('a file is cut off where it is told', async () => {
      await put(at('file'), '0123456789');
      await disk.truncate(at('file'), 4);
      await put(at('file'), 'x');
      expect(shown(await disk.read(at('file')))).toBe('0123x');
    });

    test('a record is in the file when the call returns, and is read from any place', () => {
      const record = disk.openRecord(at('record'));
      record.append(text('first\n'));
      record.append(text('second\n'));
      record.sync();
      expect(record.size).toBe(13);
      expect(shown(record.read(6, 7))).toBe('second\n');
      expect(shown(record.read(6, 100))).toBe('second\n');
      record.truncate(6);
      record.append(text('other\n'));
      expect(shown(record.read(0, 100))).toBe('first\nother\n');
      record.close();
      expect(() => record.append(text('late'))).toThrow();
      const again = disk.openRecord(at('record'));
      expect(again.size).toBe(12);
      again.close();
    });
  });
}
