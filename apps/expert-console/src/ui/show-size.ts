import type { ByteCount } from '@baylink/kernel';

/** "812 B", "64.0 KiB", "1.25 MiB". */
export function showBytesCount(count: ByteCount): string {
  if (count < 1024) return `${count} B`;
  if (count < 1024 * 1024) return `${(count / 1024).toFixed(1)} KiB`;
  return `${(count / 1024 / 1024).toFixed(2)} MiB`;
}
