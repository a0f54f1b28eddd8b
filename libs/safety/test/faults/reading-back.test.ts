import { bytesOf } from '@baylink/kernel';
import { expect, test } from 'vitest';
import { begin } from '../begin.js';
import { isErase, isWrite } from '../oracle.js';
import { altered, isBlock, isRead, once, play, types } from './play.js';

test('[JOB-R5] a value that does not read back takes everything back, and the next one is not written', () => {
  const isReadBack = (bytes: Uint8Array) => bytes[0] === 0x22 && bytes[1] === 0x06 && bytes[2] === 0x10;
  // Snapshot, look, and then the reading after the write.
  const answer = { kind: 'answer', bytes: bytesOf(0x62, 0x06, 0x10, 0xff, 0xff) } as const;
  const { bench, broken } = play('coding', { fault: once(isReadBack, 3, answer) });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('RESTORED');
  expect(bench.wire.filter(({ bytes }) => bytes[0] === 0x2e && bytes[2] === 0x11)).toHaveLength(0);
});

test('[JOB-R31] memory that reads differently the second time is no backup', () => {
  const { bench, broken } = play('programming', { fault: once(isRead, 3, altered(0xff0)) });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('ABORTED_CLEAN');
  expect(types(bench)).not.toContain('BACKUP');
});

test('[JOB-R31] a reading that is too long or empty is no reading', () => {
  for (const size of [0, 0xff1]) {
    const { bench, broken } = play('programming', { fault: once(isRead, 2, altered(size)) });
    expect(broken).toEqual([]);
    expect(bench.state).toBe('ABORTED_CLEAN');
  }
});

test('[JOB-R73] a backup that reads back as another one is not recorded, and nothing was changed', () => {
  const { bench, broken } = play('programming', { stored: () => '00'.repeat(32) });
  expect(broken).toEqual([]);
  expect(bench.state).toBe('ABORTED_CLEAN');
  expect(types(bench)).not.toContain('BACKUP');
});

test('[JOB-R32] memory that does not read back as it was staged is written again, and the second time restored', () => {
  const again = play('programming', { fault: once(isRead, 7, altered(0xff0)) });
  expect(again.broken).toEqual([]);
  expect(again.bench.state).toBe('DONE');
  expect(again.bench.wire.filter(isErase)).toHaveLength(4);
  let reads = 0;
  const back = play('programming', (live) => ({
    fault: (bytes) => (isRead(bytes) && ++reads > 6 && live().job.mode === 'write' ? altered(16) : undefined),
  }));
  expect(back.broken).toEqual([]);
  expect(back.bench.state).toBe('RESTORED');
});

test('[JOB-R17] another unit that answers in ENTRY ends the job clean; in REENTRY it is not written', () => {
  const swapped = begin('programming', {
    fault: (bytes) => {
      if (bytes[0] === 0x27) swapped.unit.texts.serial = 'OTHER';
      return undefined;
    },
  });
  swapped.bench.run();
  expect(swapped.bench.state).toBe('ABORTED_CLEAN');
  expect(swapped.bench.wire.filter(isWrite)).toHaveLength(0);

  const moved = begin('programming', {
    fault: (bytes) => {
      if (!isBlock(bytes) || bytes[1] !== 3) return undefined;
      moved.unit.texts.serial = 'OTHER';
      return { kind: 'reset' };
    },
  });
  moved.bench.run();
  expect(moved.bench.state).toBe('HOLD');
  const at = moved.bench.wire.findIndex(({ bytes }) => isBlock(bytes) && bytes[1] === 3);
  expect(moved.bench.wire.slice(at + 1).filter((frame) => isErase(frame) || frame.bytes[0] === 0x34)).toHaveLength(0);
});
