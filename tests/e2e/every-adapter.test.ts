import { fileURLToPath } from 'node:url';
import { compileLibrary } from '@baylink/testing';
import { test } from 'vitest';
import { type Chapter, refusedFlash } from '../../tools/demo/src/index.js';
import { flash, foreignFile, LOOKED, LOOKED_AND_CODED, made, wholeWork } from './whole-work.js';

const file = foreignFile();
const story = [...LOOKED_AND_CODED, flash(file)];
const passThru = compileLibrary(
  fileURLToPath(new URL('../../apps/virtual-vehicle/pass-thru', import.meta.url)),
  made('car.so'),
);

const notFlashed: Chapter = {
  id: 'flash-refused',
  title: 'the engine unit is not flashed: this adapter cannot',
  kind: 'refusal',
  play: (stage) => refusedFlash(stage, stage.ada, file, 'ELM327'),
};

wholeWork(file, [
  { way: 'elm', story },
  { way: 'elm-plain', story: [...LOOKED, notFlashed] },
  ...(passThru.ok ? [{ way: 'j2534' as const, story, passThru: passThru.value }] : []),
]);
if (!passThru.ok) test.skip(passThru.error, () => {});
